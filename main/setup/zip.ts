import { createReadStream, createWriteStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createInflateRaw } from 'node:zlib'
import { InputError } from '../../protocol/errors.ts'

/** A file in a zip archive. */
export interface ZipEntry {
  name: string
  /** Bytes once unpacked. */
  size: number
  packed: number
  /** 0 as it is, 8 deflated. */
  method: number
  /** Where its own header starts. */
  header: number
}

const endOfDirectory = 0x06054b50, inDirectory = 0x02014b50
const longestEnd = 22 + 0xffff

/**
 * What a zip archive holds, by its central directory (PKWARE's APPNOTE, §4.3; no zip64).
 * @throws InputError when it is no zip archive
 */
export const zipEntries = async (archive: string): Promise<ZipEntry[]> => {
  const file = await open(archive)
  try {
    const { size } = await file.stat()
    const tail = await read(file, Math.max(0, size - longestEnd), Math.min(size, longestEnd))
    const end = lastAt(tail, endOfDirectory)
    if (end < 0) throw new InputError(`${archive} is no zip archive.`)
    const directory = await read(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12))
    const entries: ZipEntry[] = []
    for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === inDirectory;) {
      const [name, extra, comment] = [28, 30, 32].map((offset) => directory.readUInt16LE(at + offset)) as [number, number, number]
      entries.push({
        name: directory.toString('utf8', at + 46, at + 46 + name),
        method: directory.readUInt16LE(at + 10), packed: directory.readUInt32LE(at + 20), size: directory.readUInt32LE(at + 24), header: directory.readUInt32LE(at + 42),
      })
      at += 46 + name + extra + comment
    }
    return entries
  } finally {
    await file.close()
  }
}

/** Unpacks one file of a zip archive, piece by piece. */
export const unzip = async (archive: string, { header, packed, method }: ZipEntry, to: string): Promise<void> => {
  const file = await open(archive)
  const own = await read(file, header, 30).finally(() => file.close())
  const start = header + 30 + own.readUInt16LE(26) + own.readUInt16LE(28)
  const bytes = createReadStream(archive, { start, end: start + packed - 1 })
  await (method === 0 ? pipeline(bytes, createWriteStream(to)) : pipeline(bytes, createInflateRaw(), createWriteStream(to)))
}

const read = async (file: FileHandle, position: number, length: number): Promise<Buffer> =>
  (await file.read(Buffer.alloc(length), 0, length, position)).buffer

const lastAt = (bytes: Buffer, signature: number): number => {
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  return bytes.lastIndexOf(mark)
}
