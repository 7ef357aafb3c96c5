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

export type AttentionRequest = Omit<AttentionSpec, 'run' | 'mask' | 'step'>

/**
 * What a model attends to in held-out sequences: figures of every head, and the maps of one.
 * @param step of the checkpoint, for the record
 */
export const attentionReading = async (model: InferenceModel, dataset: Dataset, step: number, { sequence, noise, average, show }: AttentionRequest, onProgress: (done: number, total: number) => void): Promise<AttentionReading> => {
  const { config } = model
  const { layers, heads } = config.model
  if (show) demandHead(show, layers, heads)
  const packed = heldOutSequences(config, dataset, sequence, average)
  const shown = await inspectedSequence(packed[0]!, config, noise, `held-out sequence ${sequence} of ${dataset.name}`)
  const figures: HeadFigures[][] = []
  let maps: AttentionMaps | null = null, thumbnails: AttentionReading['thumbnails'] = null
  for (const [i, each] of packed.entries()) {
    const tensors = await readAttention(model, each, noise)
    const over = i === 0 ? shown : await inspectedSequence(each, config, noise, '')
    const { bits } = bitsOf(config.mask, over, 1)
    const weightsOf = Array.from({ length: layers * heads }, (_, at) => headOf(tensors, 'weights', Math.floor(at / heads), at % heads, over.length))
    figures.push(weightsOf.map((weights, at) => headFigures(Math.floor(at / heads), at % heads, weights, over, bits)))
    if (i === 0 && show) {
      maps = mapsOf(tensors, show, layers, heads, over.length)
      const small = weightsOf.map((weights) => thumbnail(weights, over.length, over.used))
      thumbnails = { side: small[0]!.side, weights: small.map(({ numbers }) => base64Of(numbers)) }
    }
    onProgress(i + 1, packed.length)
  }
  const means = meanFigures(figures)
  return {
    step, sequence: shown, mask: viewMask(config.mask, shown, layers), layers, heads,
    figures: means, averaged: packed.length, maps, thumbnails, check: outsideVerdict(means),
  }
}

const demandHead = ({ layer, head }: NonNullable<AttentionRequest['show']>, layers: number, heads: number): void => {
  if (layer !== null && layer >= layers) throw new InputError(`There is no layer ${layer}; this model has layers 0 to ${layers - 1}.`)
  if (head !== null && head >= heads) throw new InputError(`There is no head ${head}; this model's layers have heads 0 to ${heads - 1}.`)
}

/** One head of one layer: [T · T]. */
const headOf = (tensors: HostTensors, what: 'scores' | 'weights', layer: number, head: number, length: number): Float32Array =>
  (tensors[`${what}.${layer}`]!.data as Float32Array).subarray(head * length ** 2, (head + 1) * length ** 2)

const mapsOf = (tensors: HostTensors, { layer, head }: NonNullable<AttentionRequest['show']>, layers: number, heads: number, length: number): AttentionMaps => {
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
  const base = { id: 'outside', label: 'attention outside the mask', pair: null } as const
  return worst.outside === 0
    ? { ...base, verdict: 'passes', sentence: 'No head puts any attention on a pair that the mask forbids.' }
    : { ...base, verdict: 'fails', sentence: `Head ${worst.head} of layer ${worst.layer} puts ${worst.outside} of attention on pairs that the mask forbids.` }
}
