import { patchesPerImage } from '../../protocol/config/index.ts'
import { Batcher } from '../data/batch.ts'
import type { Picture } from '../data/document.ts'
import { codeOfToken, tokenOfCode } from '../data/imageTokens.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import { guide } from '../diffusion/guidance.ts'
import { vocabularyOf } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { chooseToken } from './chooseToken.ts'
import type { DrawOptions } from './drawImages.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { prompting } from './prompting.ts'

/**
 * Text → image as Chameleon does: ⟨eot⟩ prompt ⟨BOI⟩, then the tokens of the image one by one, drawn from the codes
 * alone at `sample.imageTemperature`; the VQ-VAE decodes them. Guidance acts on logits: l_u + w·(l_c − l_u), where the
 * unconditional branch sees ⟨eot⟩ ⟨BOI⟩ and the image so far.
 * @param first number of the first picture: picture i draws from (seed, first + i), whatever else is drawn with it
 */
export const drawTokens = async (model: InferenceModel, prompts: number[][], first: number, options: DrawOptions, onStep: (done: number) => void): Promise<Picture[]> => {
  const { config } = model
  const { seed, guidance, steps } = options
  const n = patchesPerImage(config), vocabulary = vocabularyOf(config)
  const randoms = prompts.map((_, i) => new Random({ seed, stream: 'sampling', step: first + i }))
  const rows = [...prompts, ...(guidance === 1 ? [] : prompts.map(() => []))].map((prompt, i) => prompting(prompt, i, config))
  // Places not yet written hold some code; a causal mask hides them.
  const laid = rows.map((row) => [{ ...row, tokens: row.tokens.map((token, i) => (i >= row.items[0]!.at ? tokenOfCode(0) : token)) }])
  const length = Math.ceil(Math.max(...rows.map(({ tokens }) => tokens.length)) / 8) * 8
  const shape = { batch: rows.length, length, images: 0, texts: rows.length }
  const { inputs } = new Batcher(config, shape).assemble(laid, () => 0)
  const source = inputs['source'] as Int32Array, textAt = inputs['textAt'] as Int32Array
  const codes = prompts.map(() => new Int32Array(n))
  for (let at = 0; at < n; at++) {
    rows.forEach(({ items }, b) => (textAt[b] = b * length + items[0]!.at - 1 + at))
    const { data } = await model.forward('logits', shape, inputs)
    const codeLogits = (b: number): Float32Array => (data as Float32Array).subarray(b * vocabulary + vocabularySize, (b + 1) * vocabulary)
    prompts.forEach((_, k) => {
      const logits = guidance === 1 ? codeLogits(k) : guide(codeLogits(k), codeLogits(k + prompts.length), guidance)
      const code = codeOfToken(vocabularySize + chooseToken(logits, config.sample.imageTemperature, randoms[k]!))
      codes[k]![at] = code
      for (const b of guidance === 1 ? [k] : [k, k + prompts.length]) source[b * length + rows[b]!.items[0]!.at + at] = tokenOfCode(code)
    })
    // Progress is told in the caller's measure, which is denoising steps.
    onStep(((at + 1) * steps) / n)
  }
  return model.space.fromCodes(codes)
}
