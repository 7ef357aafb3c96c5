import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import type { Wave } from '../data/document.ts'
import { wavePicture } from '../data/waves/curve.ts'
import { encodeWav } from '../data/waves/wav.ts'
import { pictureMessage } from './pictureMessage.ts'

/** A wave ready to be sent: a picture of its curve, and the WAV file. */
export const waveMessage = async (wave: Wave, index: number, text: string, reference: string | null): Promise<PictureMessage> =>
  ({ ...(await pictureMessage(wavePicture(wave.samples), index, text, reference)), wav: encodeWav(wave) })
