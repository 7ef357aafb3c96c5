import sharp from 'sharp'
import { nearestSize, type ImageSize } from '../../../protocol/config/index.ts'
import type { Picture } from '../document.ts'

/** Decodes a picture file upright, transparent parts over white, as much of its middle as has the shape of the nearest of some sizes scaled to that size; throws where it cannot. */
export async function decodePicture(bytes: Uint8Array, sizes: number | readonly ImageSize[]): Promise<Picture> {
  const { width, height } = typeof sizes === 'number' ? { width: sizes, height: sizes } : await sizeFor(bytes, sizes)
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(width, height, { fit: 'cover', position: 'centre' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3 || info.width !== width || info.height !== height) throw new Error(`it decodes to ${info.width} × ${info.height} × ${info.channels}`)
  return { width, height, pixels: new Uint8Array(data) }
}

const sizeFor = async (bytes: Uint8Array, sizes: readonly ImageSize[]): Promise<ImageSize> => {
  if (sizes.length === 1) return sizes[0]!
  const { autoOrient } = await sharp(bytes, { failOn: 'error' }).metadata()
  return nearestSize(sizes, autoOrient)
}
