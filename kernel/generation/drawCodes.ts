import { patchesPerImage } from '../../protocol/config/index.ts'
import { tokenOfCode } from '../data/imageTokens.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import { guide } from '../diffusion/guidance.ts'
import type { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { withoutText } from './reading/passage.ts'
import { Reader } from './reading/reader.ts'
import { breathe, type SpeakOptions } from './speakOptions.ts'

/**
 * Puts an image at the end of passages as Chameleon does: token by token, drawn from the codes alone at
 * `sample.imageTemperature`. Guidance acts on logits: l_u + w·(l_c − l_u), where the unconditional branch sees the passage
 * without its text, and the image so far.
 * @param randoms the generator of each image
 */
export const drawCodes = async (model: InferenceModel, reader: Reader, rows: readonly number[], randoms: readonly Random[], options: SpeakOptions): Promise<void> => {
  const { config } = model
  const { guidance, steps, cache = true } = options
  const n = patchesPerImage(config)
  const passages = rows.map((row) => reader.passages[row]!)
  const free = guidance === 1 ? [] : passages.map(withoutText)
  const alone = new Reader(model, free, { room: n + Math.max(0, ...free.map(({ tokens }) => tokens.length)), cache })
  const codesOf = (logits: Float32Array): Float32Array => logits.subarray(vocabularySize)
  for (let at = 0; at < n; at++) {
    await breathe(options)
    const given = await reader.logits(rows)
    const without = free.length > 0 ? await alone.logits() : null
    passages.forEach((passage, i) => {
      const own = codesOf(given(rows[i]!))
      const logits = without ? guide(own, codesOf(without(i)), guidance) : own
      const token = tokenOfCode(chooseToken(logits, { temperature: config.sample.imageTemperature }, randoms[i]!))
      passage.tokens.push(token)
      free[i]?.tokens.push(token)
    })
    // Told in denoising steps, whatever draws.
    options.onStep?.(rows, ((at + 1) * steps) / n, steps)
  }
}
