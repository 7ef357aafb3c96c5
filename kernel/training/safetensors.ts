import { isObject } from '../../protocol/config/paths.ts'
import { InputError } from '../../protocol/errors.ts'
import type { HostDType, HostTensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'

/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header
 * `{ name: { dtype, shape, data_offsets } }`, then the raw bytes of all tensors one after another.
 */
const dtypeNames: Record<HostDType, string> = { float32: 'F32', int32: 'I32' }
const ownTypes = Object.values(dtypeNames)

/** Bytes of an element of each type that a safetensors file can have. */
const elementBytes: Readonly<Record<string, number>> = {
  F64: 8, F32: 4, F16: 2, BF16: 2, I64: 8, I32: 4, I16: 2, I8: 1, U64: 8, U32: 4, U16: 2, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1,
}

/** A safetensors file piece by piece, tensors in the order given and not copied. */
export const safetensorsPieces = function* (tensors: HostTensors, metadata: Record<string, string> = {}): Generator<Uint8Array> {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let offset = 0
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: dtypeNames[dtype], shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const json = Buffer.from(JSON.stringify(header))
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(json.length + (-json.length & 7)))
  yield Buffer.concat([head, json, Buffer.alloc(-json.length & 7, ' ')])
  for (const { data } of Object.values(tensors)) yield new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

/** Bytes of a safetensors file, tensors in the order given. */
export const encodeSafetensors = (tensors: HostTensors, metadata: Record<string, string> = {}): Buffer => Buffer.concat([...safetensorsPieces(tensors, metadata)])

/** As in the format's own reader: a header that is longer names no real model. */
const longestHeader = 100_000_000

/** Where a tensor lies in a file. */
export interface TensorEntry {
  name: string
  dtype: string
  shape: readonly number[]
  /** First byte, and the byte after the last, counted from the end of the header. */
  start: number
  end: number
}

interface HeaderEntry {
  dtype: string
  shape: number[]
  data_offsets: [number, number]
}

const isEntry = (value: unknown): value is HeaderEntry => {
  const { dtype, shape, data_offsets: range } = (value ?? {}) as Partial<HeaderEntry>
  const whole = (list: unknown): list is number[] => Array.isArray(list) && list.every((item) => Number.isSafeInteger(item) && item >= 0)
  return typeof dtype === 'string' && whole(shape) && whole(range) && range.length === 2
}

/** What is known of a file before its header is read. */
export interface FileAbout {
  /** What the file is called in errors. */
  source: string
  /** The only types that its tensors may have; left out: all of the format. */
  types?: readonly string[]
  /** What to do about a broken one. */
  remedy?: string
}

const refusal = ({ source, remedy = 'use another checkpoint' }: FileAbout) => (what: string): never => {
  throw new InputError(`${source} cannot be read: ${what}; ${remedy}.`)
}

/** The length of the header, from the first 8 bytes. @throws InputError when the file is shorter */
export const headerLength = (first: Buffer, fileBytes: number, about: FileAbout): number => {
  const refuse = refusal(about)
  if (fileBytes < 8 || first.length < 8) return refuse('it is shorter than a safetensors header')
  const length = Number(first.readBigUInt64LE())
  return length > Math.min(fileBytes - 8, longestHeader) ? refuse(`its header says ${length} bytes and the file has ${fileBytes}`) : length
}

/**
 * The tensors that a header names, in its order.
 * @param dataBytes of what follows the header
 * @throws InputError unless they lie one after another and fill the file
 */
export const parseHeader = (json: Buffer, dataBytes: number, about: FileAbout): TensorEntry[] => {
  const refuse = refusal(about)
  let header: unknown = null
  try {
    header = JSON.parse(json.toString('utf8')) as unknown
  } catch {
    refuse('its header is not JSON')
  }
  if (!isObject(header)) return refuse('its header is no JSON object')
  const entries: TensorEntry[] = []
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    if (!isEntry(entry) || name === '__proto__') return refuse(`the header of tensor "${name}" is malformed`)
    const { dtype, shape, data_offsets: [start, end] } = entry
    const known = about.types ?? Object.keys(elementBytes)
    if (!known.includes(dtype)) return refuse(`tensor "${name}" has the type ${dtype}, and only ${known.join(', ')} are known`)
    if (end > dataBytes || end - start !== elements(shape) * elementBytes[dtype]!) refuse(`tensor "${name}" does not lie within the file`)
    entries.push({ name, dtype, shape, start, end })
  }
  // Tensors lie one after another and fill the file: nothing is shared, hidden or missing.
  let at = 0
  for (const { start, end } of entries.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== at) refuse('its tensors overlap or leave gaps')
    at = end
  }
  return at === dataBytes ? entries : refuse('it holds bytes that belong to no tensor')
}

/** A tensor of a checkpoint from its bytes, which must be its alone. */
export const ownTensor = ({ dtype, shape }: TensorEntry, bytes: ArrayBuffer): HostTensors[string] =>
  dtype === dtypeNames.float32 ? { dtype: 'float32', shape, data: new Float32Array(bytes) } : { dtype: 'int32', shape, data: new Int32Array(bytes) }

/**
 * Tensors of a safetensors file in memory.
 * @param source what the file is called in errors
 * @throws InputError when the bytes are not a whole safetensors file of float32 and int32 tensors
 */
export const decodeSafetensors = (bytes: Buffer, source: string): HostTensors => {
  const about = { source, types: ownTypes }
  const length = headerLength(bytes.subarray(0, 8), bytes.length, about)
  const data = bytes.subarray(8 + length)
  return Object.fromEntries(parseHeader(bytes.subarray(8, 8 + length), data.length, about).map((entry) =>
    [entry.name, ownTensor(entry, new Uint8Array(data.subarray(entry.start, entry.end)).buffer)]))
}
