import type { FileHandle } from 'node:fs/promises'
import { InputError } from '../../../protocol/errors.ts'

/**
 * The ustar format, as much of it as bundles need: regular files with short names, in blocks of 512 bytes, uncompressed, so
 * that what comes out is never larger than the file. `tar xf` opens what is written here.
 */
const block = 512
const largestOctal = 8 ** 11 - 1

/** A file in an archive. */
export interface TarEntry {
  name: string
  bytes: number
  /** Where its content starts in the archive. */
  start: number
}

/** The header of a file. */
export const tarHeader = (name: string, bytes: number): Buffer => {
  const header = Buffer.alloc(block)
  if (Buffer.byteLength(name) > 99) throw new Error(`the name ${name} is too long for an archive`)
  header.write(name, 0)
  header.write('0000644\0' + '0000000\0' + '0000000\0', 100)
  header.write(sizeField(bytes), 124, 'latin1')
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148)
  return header
}

/** Octal, or from 8 GiB on the binary form that GNU and BSD tar know. */
const sizeField = (bytes: number): string => {
  if (bytes <= largestOctal) return `${bytes.toString(8).padStart(11, '0')}\0`
  const field = Buffer.alloc(12)
  field.writeBigUInt64BE(BigInt(bytes), 4)
  field[0] = 0x80
  return field.toString('latin1')
}

/** Zeros that fill the last block of a file. */
export const tarPadding = (bytes: number): Buffer => Buffer.alloc((block - (bytes % block)) % block)

export const tarEnd = (): Buffer => Buffer.alloc(2 * block)

const checksum = (header: Buffer): number => header.reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0)

/**
 * The files of an archive, by name; reads headers alone.
 * @param allow the most bytes that a file of this name may have; null refuses the name
 * @throws InputError when it is not such an archive, or holds a file that it should not
 */
export const readTar = async (file: Pick<FileHandle, 'read'>, size: number, source: string, allow: (name: string) => number | null): Promise<Map<string, TarEntry>> => {
  const refuse = (what: string): never => {
    throw new InputError(`${source} cannot be opened: ${what}; ask for the bundle again.`)
  }
  const entries = new Map<string, TarEntry>()
  const header = Buffer.alloc(block)
  for (let at = 0; ; ) {
    if (at + block > size) refuse('it ends before its end mark')
    await file.read(header, 0, block, at)
    at += block
    if (header.every((byte) => byte === 0)) return entries
    if (parseOctal(header, 148, 8) !== checksum(header)) refuse(`the header at byte ${at - block} is damaged`)
    const name = text(header, 0, 100)
    const bytes = parseSize(header)
    const type = header[156]!
    if (text(header, 257, 6) !== 'ustar' || header[345] !== 0 || (type !== 0x30 && type !== 0)) refuse(`"${shown(name)}" is not a plain file`)
    const most = allow(name)
    if (most === null) return refuse(`it holds "${shown(name)}", which does not belong into a bundle`)
    if (entries.has(name)) refuse(`it holds "${name}" twice`)
    if (bytes === null || bytes > size - at) return refuse(`"${name}" does not lie within the file`)
    if (bytes > most) refuse(`"${name}" has ${bytes} bytes, and ${most} are the most`)
    entries.set(name, { name, bytes, start: at })
    at += Math.ceil(bytes / block) * block
  }
}

/** A name as it may be shown. */
const shown = (name: string): string => name.replace(/[^\x20-\x7e]/g, '?')

const text = (header: Buffer, start: number, length: number): string => {
  const field = header.subarray(start, start + length)
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end < 0 ? length : end)
}

const parseOctal = (header: Buffer, start: number, length: number): number | null => {
  const digits = /^ *([0-7]+)[ \0]*$/.exec(header.toString('latin1', start, start + length))
  return digits ? parseInt(digits[1]!, 8) : null
}

const parseSize = (header: Buffer): number | null => {
  if (header[124] !== 0x80) return parseOctal(header, 124, 12)
  const value = header.readBigUInt64BE(128)
  return header.readUIntBE(125, 3) === 0 && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null
}
