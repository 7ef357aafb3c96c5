import { gridSide, hasImageTokens, isOnnxPair, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { withCodes } from '../data/imageTokens.ts'
import { imagesOf, type LaidDocument } from '../data/laidDocument.ts'
import { picturesOf } from '../data/segments.ts'
import { patchesToPicture, pictureToPatches } from '../data/pixels.ts'
import { patchify, unpatchify } from '../diffusion/patchify.ts'
import type { Engine, State } from '../engine/engine.ts'
import { Autoencoder } from './autoencoder.ts'
import type { PictureCoder } from './coder.ts'
import { frozenName } from './frozen.ts'
import { OnnxPair } from './onnx/onnxPair.ts'

/** How pictures become what the model is shown, and how what it makes becomes pictures. */
export interface PictureSpace {
  /** Clean patches of pictures, [n · P] each. */
  toPatches(pictures: readonly Picture[]): Promise<Float32Array[]>
  /** @param columns patches in a row of each; left out: those of `image.size` */
  fromPatches(patches: readonly Float32Array[], columns?: readonly number[]): Promise<Picture[]>
  /** Chameleon: the tokens of pictures as numbers of codes, [n] each. */
  toCodes(pictures: readonly Picture[]): Promise<Int32Array[]>
  fromCodes(codes: readonly Int32Array[]): Promise<Picture[]>
  dispose(): Promise<void>
}

/** The autoencoder of a config, which the state holds or its files; null where patches are pixels. */
export const openCoder = (config: RunConfig, engine: Engine, state: State): PictureCoder | null => {
  if (!usesAutoencoder(config)) return null
  return isOnnxPair(config) ? new OnnxPair(config) : new Autoencoder(config, engine, state, frozenName)
}

/** The space of a config: pixels as they are where there is no coder, or what it makes of them, with the scale that the state holds. */
export const openPictureSpace = (config: RunConfig, coder: PictureCoder | null, state: State): PictureSpace =>
  coder ? latentSpace(config, coder, state) : pixelPictures(config)

/** Patches of pixels, which need no autoencoder. */
export const pixelPictures = ({ image, patch }: RunConfig): PictureSpace => ({
  toPatches: async (pictures) => pictures.map((picture) => pictureToPatches(picture, patch.size)),
  fromPatches: async (patches, columns) => patches.map((values, i) => patchesToPicture(values, columns ? columns[i]! * patch.size : image.size, patch.size)),
  toCodes: () => Promise.reject(new Error('pixels have no codes')),
  fromCodes: () => Promise.reject(new Error('pixels have no codes')),
  dispose: async () => {},
})

const scaleNames = { mean: frozenName('latentMean'), deviation: frozenName('latentDeviation') } as const

const latentSpace = (config: RunConfig, coder: PictureCoder, state: State): PictureSpace => {
  const { patch, autoencoder: { latentChannels: channels } } = config
  const side = gridSide(config)
  const scale = async (): Promise<{ mean: ArrayLike<number>; deviation: ArrayLike<number> }> => {
    const held = await state.read(Object.values(scaleNames))
    return { mean: held[scaleNames.mean]!.data, deviation: held[scaleNames.deviation]!.data }
  }
  return {
    async toPatches(pictures) {
      const { mean, deviation } = await scale()
      return (await coder.latents(pictures)).map((latents) =>
        patchify(latents.map((value, i) => (value - mean[i % channels]!) / deviation[i % channels]!), side, patch.size, channels))
    },
    async fromPatches(patches) {
      const { mean, deviation } = await scale()
      return coder.decode(patches.map((values) =>
        unpatchify(values, side, patch.size, channels).map((value, i) => value * deviation[i % channels]! + mean[i % channels]!)))
    },
    toCodes: (pictures) => coder.codes(pictures),
    fromCodes: (codes) => coder.decodeCodes(codes),
    dispose: () => coder.dispose(),
  }
}

/** Pictures that the scale of latents is measured on. */
const measured = 512

/**
 * Keeps the scale of latents in the state: the one that the coder comes with, else mean and deviation of each channel on
 * the first training pictures.
 */
export const keepLatentScale = async (config: RunConfig, dataset: Dataset, coder: PictureCoder, state: State): Promise<void> => {
  const channels = config.autoencoder.latentChannels
  const keep = (mean: Float32Array, deviation: Float32Array): void => {
    const tensor = (data: Float32Array) => ({ dtype: 'float32' as const, shape: [channels], data })
    state.write({ [scaleNames.mean]: tensor(mean), [scaleNames.deviation]: tensor(deviation) })
  }
  const stated = await coder.statedScale()
  if (stated) return keep(new Float32Array(channels).fill(stated.mean), new Float32Array(channels).fill(stated.deviation))
  const pictures: Picture[] = []
  for (let index = 0; pictures.length < measured && index < 4 * measured; index++) {
    pictures.push(...picturesOf(dataset.document('train', index)).slice(0, measured - pictures.length))
  }
  const encoded = await coder.latents(pictures)
  const sum = new Float64Array(channels), square = new Float64Array(channels)
  for (const latents of encoded) latents.forEach((value, i) => {
    sum[i % channels]! += value
    square[i % channels]! += value * value
  })
  const count = encoded.reduce((total, { length }) => total + length, 0) / channels
  const mean = Float32Array.from(sum, (value) => value / count)
  // A channel that never changes keeps its zeros: dividing by nothing would make noise of rounding.
  const deviation = Float32Array.from(square, (value, c) => Math.max(1e-3, Math.sqrt(Math.max(0, value / count - mean[c]! ** 2))))
  keep(mean, deviation)
}

/** Laid-out documents with their pictures in the space: as tokens, or as clean patches. */
export const showPictures = async (documents: readonly LaidDocument[], space: PictureSpace, config: RunConfig): Promise<LaidDocument[]> => {
  if (!usesAutoencoder(config)) return [...documents]
  const pictures = documents.flatMap(({ items }) => imagesOf(items).map(({ picture }) => picture!))
  if (hasImageTokens(config)) {
    const codes = await space.toCodes(pictures)
    return documents.map((document) => withCodes(document, codes.splice(0, document.items.length)))
  }
  const patches = await space.toPatches(pictures)
  return documents.map((document) => ({ ...document, items: document.items.map((item) => (item.modality === 'image' ? { ...item, patches: patches.shift()! } : item)) }))
}

/** Whole sequences of such documents. */
export const showSequences = async (sequences: readonly LaidDocument[][], space: PictureSpace, config: RunConfig): Promise<LaidDocument[][]> => {
  const shown = await showPictures(sequences.flat(), space, config)
  let at = 0
  return sequences.map(({ length }) => shown.slice(at, (at += length)))
}
