import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { checksumBytes, latentCacheStart, mostHeaderBytes, parseLatentCacheStart, recordBytes, type LatentCacheHeader } from '../../protocol/latentCache.ts'
import { InputError } from '../../protocol/errors.ts'

type Numbers = Float32Array | Int32Array

/** A file of the latent cache, open for reading: a record is read when it is asked for, so memory holds none of them. */
export class LatentFile {
  readonly header: LatentCacheHeader
  readonly #handle: FileHandle
  readonly #at: number

  private constructor(header: LatentCacheHeader, handle: FileHandle, at: number) {
    this.header = header
    this.#handle = handle
    this.#at = at
  }

  /**
   * Opens a file after reading it once, in pieces, against its checksum.
   * @param wanted what must stand in its header
   * @throws InputError saying what is wrong with it; the system's own error when there is none
   */
  static async open(path: string, wanted: LatentCacheHeader): Promise<LatentFile> {
    const handle = await open(path, 'r')
    try {
      const start = Buffer.alloc(mostHeaderBytes)
      const { bytesRead } = await handle.read(start, 0, start.length, 0)
      const parsed = parseLatentCacheStart(start.subarray(0, bytesRead))
      if (typeof parsed === 'string') throw new InputError(`The latent cache ${path} cannot be used: ${parsed}.`)
      const { header, at } = parsed
      if (latentCacheStart(header) !== latentCacheStart(wanted)) throw new InputError(`The latent cache ${path} cannot be used: it is of another dataset, encoder or picture size.`)
      const whole = at + header.count * recordBytes(header) + checksumBytes
      const { size } = await handle.stat()
      if (size !== whole) throw new InputError(`The latent cache ${path} cannot be used: it has ${size} bytes where ${whole} belong.`)
      if (!(await hashMatches(path, handle, whole))) throw new InputError(`The latent cache ${path} cannot be used: its bytes are not those that were written.`)
      return new LatentFile(header, handle, at)
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** Record number `index`: latents as float32, codes as int32. */
  async read(index: number): Promise<Numbers> {
    const bytes = recordBytes(this.header)
    const buffer = new ArrayBuffer(bytes)
    for (let done = 0; done < bytes;) {
      const { bytesRead } = await this.#handle.read(new Uint8Array(buffer), done, bytes - done, this.#at + index * bytes + done)
      if (bytesRead === 0) throw new InputError('A latent cache was cut off while it was read; resume the run, and it is made again.')
      done += bytesRead
    }
    return this.header.holds === 'latents' ? new Float32Array(buffer) : new Int32Array(buffer)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

const hashMatches = async (path: string, handle: FileHandle, whole: number): Promise<boolean> => {
  const hash = createHash('sha256')
  const stream = createReadStream(path, { end: whole - checksumBytes - 1 }).on('data', (piece) => hash.update(piece))
  await once(stream, 'close')
  const written = Buffer.alloc(checksumBytes)
  await handle.read(written, 0, checksumBytes, whole - checksumBytes)
  return hash.digest().equals(written)
}

/** The bytes of a file, in pieces: header, records as they come, checksum. */
export async function* latentFilePieces(header: LatentCacheHeader, records: AsyncIterable<Numbers>): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  const counted = (piece: Uint8Array): Uint8Array => {
    hash.update(piece)
    return piece
  }
  yield counted(Buffer.from(latentCacheStart(header)))
  for await (const { buffer, byteOffset, byteLength } of records) yield counted(new Uint8Array(buffer, byteOffset, byteLength))
  yield hash.digest()
}
