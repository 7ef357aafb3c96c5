import type { Picture } from '../data/document.ts'

/** What turns pictures into latents or codes, and back. */
export interface PictureCoder {
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
