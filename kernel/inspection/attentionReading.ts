import type { AttentionMaps, AttentionReading, AttentionSpec, HeadFigures, MaskVerdict } from '../../protocol/inspection/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Dataset } from '../data/document.ts'
import type { HostTensors } from '../engine/engine.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { headFigures, meanFigures } from './headFigures.ts'
import { heldOutSequences, inspectedSequence } from './heldOutSequence.ts'
import { bitsOf, viewMask } from '../../masks/inspection/maskView.ts'
import { readAttention } from './readAttention.ts'
import { thumbnail } from './thumbnail.ts'

/** Which sequences are read, and how noisy. */
export type HeadsRequest = Pick<AttentionSpec, 'sequence' | 'noise' | 'average'>

/** All heads of a model on some sequences: what is told of them, and the scores and weights on the first sequence. */
export interface HeadsReading {
  told: Omit<AttentionReading, 'maps'>
  tensors: HostTensors
}

/**
 * What a model attends to in held-out sequences.
 * @param step of the checkpoint, for the record
 */
export const readHeads = async (model: Pick<InferenceModel, 'config' | 'attention' | 'space'>, dataset: Dataset, step: number, { sequence, noise, average }: HeadsRequest, onProgress: (done: number, total: number) => void): Promise<HeadsReading> => {
  const { config } = model
  const { layers, heads } = config.model
  const packed = heldOutSequences(config, dataset, sequence, average)
  const shown = await inspectedSequence(packed[0]!, config, noise, `held-out sequence ${sequence} of ${dataset.name}`)
  const figures: HeadFigures[][] = []
  let first: HostTensors | null = null
  for (const [i, each] of packed.entries()) {
    const tensors = await readAttention(model, each, noise)
    first ??= tensors
    const over = i === 0 ? shown : await inspectedSequence(each, config, noise, '')
    const { bits } = bitsOf(config.mask, over, 1)
    figures.push(weightsOf(tensors, layers, heads, over.length).map((weights, at) => headFigures(Math.floor(at / heads), at % heads, weights, over, bits)))
    onProgress(i + 1, packed.length)
  }
  const means = meanFigures(figures), small = weightsOf(first!, layers, heads, shown.length).map((weights) => thumbnail(weights, shown.length, shown.used))
  return {
    tensors: first!,
    told: {
      step, sequence: shown, mask: viewMask(config.mask, shown, layers), layers, heads, figures: means, averaged: packed.length, check: outsideVerdict(means),
      thumbnails: { side: small[0]!.side, weights: small.map(({ numbers }) => base64Of(numbers)) },
    },
  }
}

/**
 * A reading with the maps of one head, or of a mean; null for none, and then without the small ones as well.
 * @throws InputError when there is no such head
 */
export const showHead = ({ told, tensors }: HeadsReading, show: AttentionSpec['show']): AttentionReading => {
  if (!show) return { ...told, thumbnails: null, maps: null }
  demandHead(show, told.layers, told.heads)
  return { ...told, maps: mapsOf(tensors, show, told.layers, told.heads, told.sequence.length) }
}

const demandHead = ({ layer, head }: NonNullable<AttentionSpec['show']>, layers: number, heads: number): void => {
  if (layer !== null && layer >= layers) throw new InputError(`There is no layer ${layer}; this model has layers 0 to ${layers - 1}.`)
  if (head !== null && head >= heads) throw new InputError(`There is no head ${head}; this model's layers have heads 0 to ${heads - 1}.`)
}

/** One head of one layer: [T · T]. */
const headOf = (tensors: HostTensors, what: 'scores' | 'weights', layer: number, head: number, length: number): Float32Array =>
  (tensors[`${what}.${layer}`]!.data as Float32Array).subarray(head * length ** 2, (head + 1) * length ** 2)

/** The weights of every head, layer by layer: [T · T] each. */
const weightsOf = (tensors: HostTensors, layers: number, heads: number, length: number): Float32Array[] =>
  Array.from({ length: layers * heads }, (_, at) => headOf(tensors, 'weights', Math.floor(at / heads), at % heads, length))

const mapsOf = (tensors: HostTensors, { layer, head }: NonNullable<AttentionSpec['show']>, layers: number, heads: number, length: number): AttentionMaps => {
  if (layer !== null && head !== null) return { layer, head, scores: base64Of(headOf(tensors, 'scores', layer, head, length)), weights: base64Of(headOf(tensors, 'weights', layer, head, length)) }
  const mean = new Float32Array(length ** 2)
  const all = (given: number | null, count: number): number[] => (given === null ? Array.from({ length: count }, (_, i) => i) : [given])
  const chosen = all(layer, layers).flatMap((l) => all(head, heads).map((h) => headOf(tensors, 'weights', l, h, length)))
  for (const weights of chosen) for (let i = 0; i < mean.length; i++) mean[i]! += weights[i]! / chosen.length
  return { layer, head, scores: null, weights: base64Of(mean) }
}

const base64Of = (numbers: Float32Array): string => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('base64')

/** Attention mass outside the mask must be 0: exp(−1e9) is, in float32. */
const outsideVerdict = (figures: readonly HeadFigures[]): MaskVerdict => {
  const worst = figures.reduce((most, each) => (each.outside > most.outside ? each : most))
  const base = { id: 'outside', label: 'no attention outside the mask', pair: null } as const
  return worst.outside === 0
    ? { ...base, verdict: 'passes', sentence: 'No head puts any attention on a pair that the mask forbids.' }
    : { ...base, verdict: 'fails', sentence: `Head ${worst.head} of layer ${worst.layer} puts ${worst.outside} of attention on pairs that the mask forbids.` }
}
