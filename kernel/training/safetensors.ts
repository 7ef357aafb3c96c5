import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { HostDType, HostTensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'

/**
 * The safetensors format: 8 bytes of header length (little-endian), a JSON header
 * `{ name: { dtype, shape, data_offsets } }`, then the raw bytes of all tensors one after another.
 */
const dtypeNames: Record<HostDType, string> = { float32: 'F32', int32: 'I32' }

/** Bytes of a safetensors file, tensors in the order given. */
export const encodeSafetensors = (tensors: HostTensors, metadata: Record<string, string> = {}): Buffer => {
  const header: Record<string, unknown> = { __metadata__: metadata }
  let offset = 0
  for (const [name, { dtype, shape, data }] of Object.entries(tensors)) {
    header[name] = { dtype: dtypeNames[dtype], shape, data_offsets: [offset, offset + data.byteLength] }
    offset += data.byteLength
  }
  const json = JSON.stringify(header)
  const padded = json.padEnd(Math.ceil(Buffer.byteLength(json) / 8) * 8 - (Buffer.byteLength(json) - json.length))
  const head = Buffer.alloc(8)
  head.writeBigUInt64LE(BigInt(Buffer.byteLength(padded)))
  return Buffer.concat([head, Buffer.from(padded), ...Object.values(tensors).map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength))])
}

/** As in the format's own reader: a header that is longer names no real model. */
const longestHeader = 100_000_000

interface Entry {
  dtype: string
  shape: number[]
  data_offsets: [number, number]
}

const isEntry = (value: unknown): value is Entry => {
  const { dtype, shape, data_offsets: range } = (value ?? {}) as Partial<Entry>
  const whole = (list: unknown): list is number[] => Array.isArray(list) && list.every((item) => Number.isSafeInteger(item) && item >= 0)
  return typeof dtype === 'string' && whole(shape) && whole(range) && range.length === 2
}

/**
 * Tensors of a safetensors file.
 * @param source what the file is called in errors
 * @throws InputError when the bytes are not a whole safetensors file of float32 and int32 tensors
 */
export const decodeSafetensors = (bytes: Buffer, source: string): HostTensors => {
  const refuse = (what: string): never => {
    throw new InputError(`${source} cannot be read: ${what}; use another checkpoint.`)
  }
  if (bytes.length < 8) refuse('it is shorter than a safetensors header')
  const headerLength = Number(bytes.readBigUInt64LE())
  if (headerLength > Math.min(bytes.length - 8, longestHeader)) refuse(`its header says ${headerLength} bytes and the file has ${bytes.length}`)
  let header: unknown = null
  try {
    header = JSON.parse(bytes.subarray(8, 8 + headerLength).toString('utf8')) as unknown
  } catch {
    refuse('its header is not JSON')
  }
  if (!isObject(header)) return refuse('its header is no JSON object')
  const data = bytes.subarray(8 + headerLength)
  const tensors: HostTensors = {}
  const ranges: [number, number][] = []
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') continue
    if (!isEntry(entry) || name === '__proto__') return refuse(`the header of tensor "${name}" is malformed`)
    const dtype = (Object.keys(dtypeNames) as HostDType[]).find((key) => dtypeNames[key] === entry.dtype)
    if (!dtype) return refuse(`tensor "${name}" has the type ${entry.dtype}, and only F32 and I32 are known`)
    const [start, end] = entry.data_offsets
    if (end > data.length || end - start !== elements(entry.shape) * 4) refuse(`tensor "${name}" does not lie within the file`)
    ranges.push([start, end])
    const copy = new Uint8Array(data.subarray(start, end)).buffer
    tensors[name] = { dtype, shape: entry.shape, data: dtype === 'float32' ? new Float32Array(copy) : new Int32Array(copy) }
  }
  // Tensors lie one after another and fill the file: nothing is shared, hidden or missing.
  let at = 0
  for (const [start, end] of ranges.sort(([a, b], [c, d]) => a - c || b - d)) {
    if (start !== at) refuse('its tensors overlap or leave gaps')
    at = end
  }
  if (at !== data.length) refuse('it holds bytes that belong to no tensor')
  return tensors
}
