import { hasBuckets, hasPatches, hasWaves, patchesPerItem, placeColumns, placesPerImage, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import { linearCodec } from './linearCodec.ts'
import { patchVector } from './patchVector.ts'
import type { PatchCodec } from './patchCodec.ts'
import { patchCodecs } from './patchCodecs.ts'

/** Names of what a batch feeds of a modality; see `modelInputs` and `lossInputs`. */
export interface ItemInputs {
  patches: string
  time: string
  at: string
  target: string
  weight: string
  /** Of each patch, where items are uneven. */
  patchWeight: string
}

/** A continuous modality as the model has it. */
export interface Modality {
  name: ModalityName
  /** Patch places n of one item, and how many of them are in a row. */
  patches: number
  columns: number
  /** Whether items may have fewer patches than places. */
  uneven: boolean
  /** Numbers P in one patch. */
  vector: number
  codec: PatchCodec
  inputs: ItemInputs
  /** Weight λ of its diffusion loss. */
  lambda: number
  /** The parameters of its codec, by the names that a codec asks for. */
  parameters(p: Tensors): Tensors
}

const image: ItemInputs = { patches: 'patches', time: 'time', at: 'imageAt', target: 'imageTarget', weight: 'imageWeight', patchWeight: 'imagePatchWeight' }
const wave: ItemInputs = { patches: 'wavePatches', time: 'waveTime', at: 'waveAt', target: 'waveTarget', weight: 'waveWeight', patchWeight: 'wavePatchWeight' }

/** What stands before the names of a wave codec's parameters. */
export const wavePrefix = 'wave.'

const waveParameters = (p: Tensors): Tensors =>
  Object.fromEntries(Object.entries(p).filter(([name]) => name.startsWith(wavePrefix)).map(([name, tensor]) => [name.slice(wavePrefix.length), tensor]))

/** The continuous modalities of a config's model, in the order of their rows after the token embeddings. */
export const modalitiesOf = (config: RunConfig): Modality[] => [
  ...(hasPatches(config) ? [{
    name: 'image', patches: placesPerImage(config), columns: placeColumns(config), uneven: hasBuckets(config), vector: patchVector(config), codec: patchCodecs[config.patch.codec],
    inputs: image, lambda: config.loss.lambda, parameters: (p) => p,
  } satisfies Modality] : []),
  ...(hasWaves(config) ? [{
    name: 'wave', patches: patchesPerItem(config, 'wave'), columns: patchesPerItem(config, 'wave'), uneven: false, vector: config.waves.patch, codec: linearCodec,
    inputs: wave, lambda: config.waves.lossWeight, parameters: waveParameters,
  } satisfies Modality] : []),
]
