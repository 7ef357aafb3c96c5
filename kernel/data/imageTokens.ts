import { none, type LaidDocument } from './laidDocument.ts'
import { vocabularySize } from './tokenizer.ts'

/** The token of a code of the VQ-VAE: codes follow bytes and specials in the vocabulary. */
export const tokenOfCode = (code: number): number => vocabularySize + code
export const codeOfToken = (token: number): number => token - vocabularySize

/**
 * A document whose images are tokens (Chameleon): each is predicted from what comes before it, the first from ⟨BOI⟩.
 * A document without any target, which is only asked about, gets none, nor does an image that is a condition. ⟨EOI⟩ is not predicted, as an image's length is fixed: so the text tokens that are predicted are those of Transfusion.
 * @param codes of each image, in order
 */
export const withCodes = (document: LaidDocument, codes: readonly Int32Array[]): LaidDocument => {
  const tokens = [...document.tokens], targets = [...document.targets]
  const predicts = targets.some((target) => target !== none)
  document.items.forEach(({ at, condition }, number) => codes[number]!.forEach((code, i) => {
    tokens[at + i] = tokenOfCode(code)
    if (predicts && !condition) targets[at + i - 1] = tokenOfCode(code)
  }))
  return { ...document, tokens, targets }
}
