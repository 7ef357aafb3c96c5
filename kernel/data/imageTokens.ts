import { none, type LaidDocument } from './layout.ts'
import { vocabularySize } from './tokenizer.ts'

/** The token of a code of the VQ-VAE: codes follow bytes and specials in the vocabulary. */
export const tokenOfCode = (code: number): number => vocabularySize + code
export const codeOfToken = (token: number): number => token - vocabularySize

/**
 * A document whose image is tokens (Chameleon): each is predicted from what comes before it, the first from ⟨BOI⟩.
 * A document without any target, which is only asked about, gets none. ⟨EOI⟩ is not predicted, as an image's length is fixed: so the text tokens that are predicted are those of Transfusion.
 */
export const withCodes = (document: LaidDocument, codes: Int32Array): LaidDocument => {
  const tokens = [...document.tokens], targets = [...document.targets]
  const predicts = targets.some((target) => target !== none)
  codes.forEach((code, i) => {
    tokens[document.imageAt! + i] = tokenOfCode(code)
    if (predicts) targets[document.imageAt! + i - 1] = tokenOfCode(code)
  })
  return { ...document, tokens, targets }
}
