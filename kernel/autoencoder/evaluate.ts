import type { PictureMessage } from '../../protocol/pictureMessage.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { heldOutPictures } from '../generation/prompts.ts'
import { pictureMessage } from '../generation/pictureMessage.ts'
import type { Autoencoder, Encoded } from './autoencoder.ts'
import { sideBySide } from './pictures.ts'

/** How evenly codes are used: exp of the entropy of their shares (as many codes, evenly used, would give it), and the share that is used at all. */
export const codebookUse = (shares: ArrayLike<number>): { perplexity: number; live: number } => {
  const values = Array.from(shares)
  const entropy = values.reduce((sum, share) => (share > 0 ? sum - share * Math.log(share) : sum), 0)
  return { perplexity: Math.exp(entropy), live: values.filter((share) => share > 0).length / values.length }
}

/** Share of all latents that take each code. */
const sharesOf = (encoded: readonly Encoded[], codes: number): Float64Array => {
  const shares = new Float64Array(codes)
  const total = encoded.reduce((sum, { codes }) => sum + codes!.length, 0)
  for (const { codes } of encoded) for (const code of codes!) shares[code]! += 1 / total
  return shares
}

/**
 * How well held-out pictures come back: `eval.l1` (mean |x̂ − x|, pixels in [−1, 1]), `eval.psnr` (decibels over 8-bit
 * pixels), `eval.kl` of a VAE, `eval.codePerplexity` and `eval.liveCodes` of a VQ-VAE. The decoder is given a VAE's means.
 * @param count pictures, the same ones at every evaluation
 */
export const evaluateAutoencoder = async (autoencoder: Autoencoder, dataset: Dataset, count: number): Promise<Record<string, number>> => {
  const originals = heldOutPictures(dataset, count).map(({ image }) => image)
  if (originals.length === 0) return {}
  const encoded = await autoencoder.encode(originals)
  const reconstructions = await autoencoder.decode(encoded.map(({ latents }) => latents))
  const { absolute, square } = errors(originals, reconstructions)
  const { kind, codebook } = autoencoder.config.autoencoder
  const shared = { 'eval.l1': absolute / 127.5, 'eval.psnr': 10 * Math.log10(255 ** 2 / Math.max(square, 1e-10)) }
  if (kind === 'vae') return { ...shared, 'eval.kl': encoded.reduce((sum, { kl }) => sum + kl!, 0) / encoded.length }
  const { perplexity, live } = codebookUse(sharesOf(encoded, codebook))
  return { ...shared, 'eval.codePerplexity': perplexity, 'eval.liveCodes': live }
}

/** Mean absolute and mean square difference, in 8-bit pixels. */
const errors = (originals: readonly Picture[], others: readonly Picture[]): { absolute: number; square: number } => {
  let absolute = 0, square = 0, count = 0
  originals.forEach(({ pixels }, i) => pixels.forEach((value, k) => {
    const difference = value - others[i]!.pixels[k]!
    absolute += Math.abs(difference)
    square += difference ** 2
    count++
  }))
  return { absolute: absolute / count, square: square / count }
}

/** Held-out pictures, each beside what comes back of it. */
export const reconstructionSheet = async (autoencoder: Autoencoder, dataset: Dataset, count: number): Promise<PictureMessage[]> => {
  const shown = heldOutPictures(dataset, count)
  const encoded = await autoencoder.encode(shown.map(({ image }) => image))
  const back = await autoencoder.decode(encoded.map(({ latents }) => latents))
  return Promise.all(shown.map(({ image, text }, i) => pictureMessage(sideBySide(image, back[i]!), i, text, null)))
}
