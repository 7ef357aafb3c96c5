import type { Readable, Writable } from 'node:stream'

/** One message of the reference: a JSON header, and the tensors that it lists, as raw bytes. */
export interface Frame {
  header: Record<string, unknown>
  tensors: Record<string, Buffer>
}

interface Part {
  name: string
  bytes: number
}

/** Reads frames from a stream, one after another. */
export class FrameReader {
  readonly #chunks: AsyncIterator<Buffer>
  #left: Buffer = Buffer.alloc(0)

  constructor(stream: Readable) {
    this.#chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  }

  /** @throws when the stream ends within a frame or before it */
  async next(): Promise<Frame> {
    const length = (await this.#take(4)).readUInt32LE()
    const header = JSON.parse((await this.#take(length)).toString('utf8')) as Frame['header']
    const tensors: Frame['tensors'] = {}
    for (const { name, bytes } of (header['tensors'] as Part[] | undefined) ?? []) tensors[name] = await this.#take(bytes)
    return { header, tensors }
  }

  async #take(size: number): Promise<Buffer> {
    const pieces = [this.#left]
    let have = this.#left.length
    while (have < size) {
      const { value, done } = await this.#chunks.next()
      if (done) throw new Error('it ended without an answer')
      pieces.push(value)
      have += value.length
    }
    const all = Buffer.concat(pieces, have)
    this.#left = all.subarray(size)
    return all.subarray(0, size)
  }
}

export const writeFrame = (stream: Writable, header: Record<string, unknown>, parts: readonly Uint8Array[] = []): void => {
  const body = Buffer.from(JSON.stringify(header))
  const head = Buffer.alloc(4)
  head.writeUInt32LE(body.length)
  for (const piece of [head, body, ...parts]) stream.write(piece)
}
