import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { HostTensors } from '../engine/engine.ts'
import { headerLength, ownTensor, parseHeader, type FileAbout, type TensorEntry } from './safetensors.ts'

/** A safetensors file on the disk: its header in memory, its tensors read one by one, so that a file of any size will do. */
export interface SafetensorsFile {
  readonly entries: readonly TensorEntry[]
  /** The bytes of a tensor. */
  read(entry: TensorEntry): Promise<ArrayBuffer>
  close(): Promise<void>
}

/** Most bytes of one read: a system call takes no more than 2 GiB. */
const pieceBytes = 64 * 2 ** 20

/** Fills a buffer from a place in a file. */
const fill = async (handle: FileHandle, buffer: Uint8Array, from: number): Promise<void> => {
  for (let at = 0; at < buffer.length;) {
    const { bytesRead } = await handle.read(buffer, at, Math.min(pieceBytes, buffer.length - at), from + at)
    if (bytesRead === 0) throw new Error('the file became shorter while it was read')
    at += bytesRead
  }
}

interface Opened extends SafetensorsFile {
  /** The bytes before the data. */
  head: Buffer
  data: number
}

const openHeader = async (path: string, about: FileAbout): Promise<Opened> => {
  const handle = await open(path, 'r')
  try {
    const { size } = await handle.stat()
    const first = Buffer.alloc(Math.min(8, size))
    await fill(handle, first, 0)
    const head = Buffer.alloc(8 + headerLength(first, size, about))
    await fill(handle, head, 0)
    return {
      head, data: size - head.length,
      entries: parseHeader(head.subarray(8), size - head.length, about),
      async read({ start, end }) {
        const bytes = new ArrayBuffer(end - start)
        await fill(handle, new Uint8Array(bytes), head.length + start)
        return bytes
      },
      close: () => handle.close(),
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** @throws InputError when its header is not that of a whole safetensors file */
export const openSafetensors = (path: string, about: Omit<FileAbout, 'source'> = {}): Promise<SafetensorsFile> => openHeader(path, { source: path, ...about })

/**
 * All float32 and int32 tensors of a file with the hash of the whole of it, each byte read once.
 * @throws InputError when it is not a whole safetensors file of such tensors
 */
export const readSafetensors = async (path: string): Promise<{ tensors: HostTensors; sha256: string }> => {
  const file = await openHeader(path, { source: path, types: ['F32', 'I32'] })
  try {
    const hash = createHash('sha256').update(file.head)
    const read = new Map<string, HostTensors[string]>()
    const inOrder = file.entries.toSorted((a, b) => a.start - b.start || a.end - b.end)
    let coming = inOrder.length > 0 ? file.read(inOrder[0]!) : null
    for (const [i, entry] of inOrder.entries()) {
      const bytes = await coming!
      // The system reads the next tensor while this thread hashes this one.
      const next = inOrder[i + 1]
      coming = next ? file.read(next) : null
      hash.update(new Uint8Array(bytes))
      read.set(entry.name, ownTensor(entry, bytes))
    }
    return { tensors: Object.fromEntries(file.entries.map(({ name }) => [name, read.get(name)!])), sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}
