import type { Picture } from '../data/document.ts'
import type { LatentScale, PictureCoder } from './coder.ts'
import type { LatentFile } from './latentFile.ts'

/** A coder that reads what it knows of a dataset's pictures from a file, and encodes all others. */
export class CachedCoder implements PictureCoder {
  readonly #coder: PictureCoder
  readonly #file: LatentFile
  readonly #places: ReadonlyMap<Picture, number>

  /** @param pictures those of the file, in its order; known again as objects */
  constructor(coder: PictureCoder, file: LatentFile, pictures: readonly Picture[]) {
    this.#coder = coder
    this.#file = file
    this.#places = new Map(pictures.map((picture, i) => [picture, i]))
  }

  open(): Promise<void> {
    return this.#coder.open()
  }

  statedScale(): Promise<LatentScale | null> {
    return this.#coder.statedScale()
  }

  latents(pictures: readonly Picture[]): Promise<Float32Array[]> {
    return this.#read(pictures, 'latents') as Promise<Float32Array[]>
  }

  codes(pictures: readonly Picture[]): Promise<Int32Array[]> {
    return this.#read(pictures, 'codes') as Promise<Int32Array[]>
  }

  decode(latents: readonly Float32Array[]): Promise<Picture[]> {
    return this.#coder.decode(latents)
  }

  decodeCodes(codes: readonly Int32Array[]): Promise<Picture[]> {
    return this.#coder.decodeCodes(codes)
  }

  async dispose(): Promise<void> {
    await this.#file.close()
    await this.#coder.dispose()
  }

  async #read(pictures: readonly Picture[], what: 'latents' | 'codes'): Promise<(Float32Array | Int32Array)[]> {
    const place = (picture: Picture): number | undefined => (this.#file.header.holds === what ? this.#places.get(picture) : undefined)
    const unknown = pictures.filter((picture) => place(picture) === undefined)
    const encoded = unknown.length === 0 ? [] : await this.#coder[what](unknown)
    let next = 0
    return Promise.all(pictures.map(async (picture) => {
      const at = place(picture)
      return at === undefined ? encoded[next++]! : this.#file.read(at)
    }))
  }
}
