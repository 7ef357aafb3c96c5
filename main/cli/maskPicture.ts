import sharp from 'sharp'
import { maskPixels } from '../../masks/inspection/maskPixels.ts'
import type { InspectedSequence, MaskView } from '../../protocol/inspection/index.ts'

/** Pixels of a side at least, so that a small mask is seen. */
const least = 640

/** A mask as a PNG: see `maskPixels`. */
export const maskPicture = async (sequence: InspectedSequence, view: Pick<MaskView, 'bits'>): Promise<Buffer> => {
  const { side, pixels } = maskPixels(sequence, view)
  const enlarged = side * Math.max(1, Math.ceil(least / side))
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } }).resize(enlarged, enlarged, { kernel: 'nearest' }).png().toBuffer()
}
