import { hasBuckets, patchesAcross, patchesPerWave, type RunConfig } from '../../protocol/config/index.ts'
import type { Picture, Wave } from './document.ts'

/** Stands in `tokens` where a patch is, and in `targets` where nothing is predicted by the language model. */
export const none = -1

/** Where a continuous item lies in a document, and how it is shown. */
export interface ItemPlace {
  /** Place of its first patch in the document. */
  at: number
  /** Its patches, row by row; those of a wave are one row. */
  rows: number
  cols: number
  /** The clean patches [n · P] where they are not its own pixels: its latents. */
  patches?: Float32Array
  /** Shown clean and without loss. */
  condition: boolean
  /** It comes before its caption: its t has a limit of its own (`diffusion.noiseLimit`, §4.3.4). */
  limited: boolean
  /** What its noise is keyed by: the number of its document in the dataset, and its own number in the document. */
  index: number
  number: number
}

/** @property picture null where it is yet to be made */
export interface LaidImage extends ItemPlace {
  modality: 'image'
  picture: Picture | null
}

/** @property wave null where it is yet to be made */
export interface LaidWave extends ItemPlace {
  modality: 'wave'
  wave: Wave | null
}

export type LaidItem = LaidImage | LaidWave

/** A document as a row of elements, tokens and patches; see `layOut`. A position's target is the element after it. */
export interface LaidDocument {
  tokens: number[]
  targets: number[]
  /** The continuous items, in order. */
  items: LaidItem[]
  /** Number of the document in its dataset. */
  index: number
}

const plain = { condition: false, limited: false, index: 0, number: 0 }

/** An image at a place of a document, with nothing more known of it than is given; where its picture is not, it is as large as `image.size` says. */
export const laidImage = (config: RunConfig, at: number, more: Partial<LaidImage> = {}): LaidImage => {
  const { patch: { size } } = config
  const across = patchesAcross(config)
  const { picture = null } = more
  const grid = picture && hasBuckets(config) ? { rows: picture.height / size, cols: picture.width / size } : { rows: across, cols: across }
  return { ...plain, modality: 'image', at, ...grid, picture, ...more }
}

/** A wave likewise. */
export const laidWave = (config: RunConfig, at: number, more: Partial<LaidWave> = {}): LaidWave =>
  ({ ...plain, modality: 'wave', at, rows: 1, cols: patchesPerWave(config), wave: null, ...more })

/** The images among items. */
export const imagesOf = (items: readonly LaidItem[]): LaidImage[] => items.filter((item): item is LaidImage => item.modality === 'image')

/** Patches n of an item. */
export const patchesOf = ({ rows, cols }: Pick<ItemPlace, 'rows' | 'cols'>): number => rows * cols
