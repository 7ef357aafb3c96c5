import { BitMatrix, placeName, type InspectedSequence, type MaskVerdict, type Perturbation } from '../../protocol/inspection/index.ts'
import { showPictures } from '../autoencoder/pictureSpace.ts'
import type { PackedSequence } from '../data/packing.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { bitsOf, viewMask } from '../../masks/inspection/maskView.ts'
import { feedSequence } from './readAttention.ts'

/** Positions that are perturbed in one call of the model. */
const atOnce = 8

/**
 * Puts another token in place of each position in turn, and looks at which positions the model's output changes by as much
 * as a bit. A pair that the mask's reach forbids must not be among them: what no path leads to is multiplied by exactly 0.
 */
export const perturb = async (model: InferenceModel, packed: PackedSequence, sequence: InspectedSequence, noise: number, onProgress: (done: number, total: number) => void): Promise<Perturbation> => {
  const { config } = model
  const { length } = sequence, { dim, layers } = config.model
  const { shape, fed } = feedSequence(config, await showPictures(packed, model.space, config), noise, atOnce)
  const source = fed.inputs['source'] as Int32Array
  const run = async (inputs: typeof fed.inputs): Promise<Float32Array> => (await model.forward('hidden', shape, inputs)).data as Float32Array
  const before = await run(fed.inputs)
  const changed = new BitMatrix(length)
  for (let start = 0; start < length; start += atOnce) {
    const other = source.slice()
    const keys = Array.from({ length: Math.min(atOnce, length - start) }, (_, b) => start + b)
    keys.forEach((key, b) => (other[b * length + key] = otherToken(source[b * length + key]!)))
    const after = await run({ ...fed.inputs, source: other })
    keys.forEach((key, b) => {
      for (let q = 0; q < length; q++) if (differ(before, after, (b * length + q) * dim, dim)) changed.set(q, key)
    })
    onProgress(start + keys.length, length)
  }
  const { reach } = bitsOf(config.mask, sequence, layers)
  return { sequence, mask: viewMask(config.mask, sequence, layers), changed: changed.toText(), check: perturbationVerdict(changed, reach, sequence, layers) }
}

const otherToken = (row: number): number => (row === 0 ? 1 : 0)

const differ = (a: Float32Array, b: Float32Array, at: number, count: number): boolean => {
  for (let i = at; i < at + count; i++) if (a[i] !== b[i]) return true
  return false
}

const perturbationVerdict = (changed: BitMatrix, reach: BitMatrix, sequence: InspectedSequence, layers: number): MaskVerdict => {
  const base = { id: 'perturbation', label: 'the model itself does not leak' } as const
  for (let query = 0; query < sequence.length; query++) {
    for (const key of changed.keys(query)) {
      if (reach.has(query, key)) continue
      return { ...base, verdict: 'fails', sentence: `Changing ${placeName(sequence, key)} changes the output at ${placeName(sequence, query)}, which no path of ${layers} layers through the mask leads to.`, pair: { query, key, via: null } }
    }
  }
  return {
    ...base, verdict: 'passes', pair: null,
    sentence: `Each of ${sequence.length} positions was changed: the output changed at ${changed.count().toLocaleString('en')} of the ${reach.count().toLocaleString('en')} pairs that ${layers} layers of the mask reach, and at none of the others.`,
  }
}
