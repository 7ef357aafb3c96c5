import { patchesPerImage } from './imageGrid.ts'
import type { RunConfig } from './schema.ts'

/** Width and height of a picture, in pixels. */
export interface ImageSize {
  width: number
  height: number
}

/** A size as it is written: `24x16`, width first. @returns null where it is no size */
export const parseImageSize = (text: string): ImageSize | null => {
  const found = /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/i.exec(text)
  return found && { width: Number(found[1]), height: Number(found[2]) }
}

export const imageSizeText = ({ width, height }: ImageSize): string => `${width}x${height}`

/** The sizes that pictures are brought to: the square of `image.size`, then `image.buckets`. */
export const imageSizes = ({ image }: Pick<RunConfig, 'image'>): ImageSize[] =>
  [{ width: image.size, height: image.size }, ...image.buckets.flatMap((text) => parseImageSize(text) ?? [])]

export const hasBuckets = ({ image }: Pick<RunConfig, 'image'>): boolean => image.buckets.length > 0

/** The size whose shape is nearest to a picture's: least |log of the ratio of their aspect ratios|, and of these the nearest area. */
export const nearestSize = (sizes: readonly ImageSize[], { width, height }: ImageSize): ImageSize => {
  const ratio = (a: number, b: number): number => Math.abs(Math.log(a / b))
  const shape = (size: ImageSize): number => ratio(size.width / size.height, width / height)
  const area = (size: ImageSize): number => ratio(size.width * size.height, width * height)
  return sizes.reduce((best, size) => {
    const nearer = shape(size) - shape(best)
    return nearer < -1e-9 || (nearer < 1e-9 && area(size) < area(best)) ? size : best
  })
}

type Grid = Pick<RunConfig, 'image' | 'patch' | 'baseline' | 'autoencoder'>

/** Patches of each size. */
const patchCounts = (config: Grid): number[] =>
  hasBuckets(config) ? imageSizes(config).map(({ width, height }) => (width / config.patch.size) * (height / config.patch.size)) : [patchesPerImage(config)]

export const fewestPatches = (config: Grid): number => Math.min(...patchCounts(config))
export const mostPatches = (config: Grid): number => Math.max(...patchCounts(config))

/** Columns of the grid of patch places that every image of a batch is given: those of the widest. */
export const placeColumns = (config: Grid): number =>
  hasBuckets(config) ? Math.max(...imageSizes(config).map(({ width }) => width / config.patch.size)) : Math.sqrt(patchesPerImage(config))

/** Patch places of every image of a batch: as many rows as the highest has, as many columns as the widest. */
export const placesPerImage = (config: Grid): number =>
  hasBuckets(config) ? placeColumns(config) * Math.max(...imageSizes(config).map(({ height }) => height / config.patch.size)) : patchesPerImage(config)
