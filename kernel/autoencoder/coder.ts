import type { Picture } from '../data/document.ts'

/** One mean and deviation for all latents: what a model is shown is (z − mean) / deviation. */
export interface LatentScale {
  mean: number
  deviation: number
}

/** What turns pictures into latents or codes, and back. */
export interface PictureCoder {
  /** Makes it ready. @throws InputError when it does not fit the config, or is not what it was */
  open(): Promise<void>
  /** The scale that it comes with; null where it is to be measured. */
  statedScale(): Promise<LatentScale | null>
  /** [h, h, C] each: a VAE's means, or the codes' vectors. */
  latents(pictures: readonly Picture[]): Promise<Float32Array[]>
  /** VQ only: the number of each latent's code, [h · h]. */
  codes(pictures: readonly Picture[]): Promise<Int32Array[]>
  /** @param latents [h, h, C] each; a VQ-VAE takes the code nearest to each of them */
  decode(latents: readonly Float32Array[]): Promise<Picture[]>
  /** The pictures of codes, [h · h] each. */
  decodeCodes(codes: readonly Int32Array[]): Promise<Picture[]>
  dispose(): Promise<void>
}
