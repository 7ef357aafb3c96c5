import sharp from 'sharp'
import type { Picture } from '../document.ts'

/** Decodes a picture file upright, transparent parts over white, its middle square scaled to `size` pixels; throws where it cannot. */
export async function decodePicture(bytes: Uint8Array, size: number): Promise<Picture> {
  const { data, info } = await sharp(bytes, { failOn: 'error' })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(size, size, { fit: 'cover', position: 'centre' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3 || info.width !== size || info.height !== size) throw new Error(`it decodes to ${info.width} × ${info.height} × ${info.channels}`)
  return { width: size, height: size, pixels: new Uint8Array(data) }
}
