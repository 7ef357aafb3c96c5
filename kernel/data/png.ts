import sharp from 'sharp'
import type { Picture } from './document.ts'

export const encodePng = ({ width, height, pixels }: Picture): Promise<Buffer> =>
  sharp(pixels, { raw: { width, height, channels: 3 } }).png().toBuffer()
