import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import type { Picture } from '../data/document.ts'
import { encodePng } from '../data/png.ts'

/** A picture ready to be sent: PNG bytes with what belongs to it. */
export const pictureMessage = async (picture: Picture, index: number, text: string, reference: string | null): Promise<PictureMessage> =>
  ({ index, png: await encodePng(picture), width: picture.width, height: picture.height, text, reference })
