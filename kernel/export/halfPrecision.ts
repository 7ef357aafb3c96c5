import { InputError } from '../../protocol/errors.ts'
import type { ExportDtype } from '../../protocol/export.ts'

/**
 * float32 rounded to bfloat16, to nearest, ties to even: the upper 16 bits, after adding just under half of the lowest
 * kept bit, and all of half where that bit is odd. NaN stays NaN; what is beyond the largest number becomes infinite.
 */
export const toBfloat16 = (values: Float32Array): Uint16Array => {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const out = new Uint16Array(values.length)
  for (let i = 0; i < words.length; i++) {
    const word = words[i]!
    out[i] = (word & 0x7fffffff) > 0x7f800000 ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16
  }
  return out
}

export const fromBfloat16 = (halves: Uint16Array): Float32Array => {
  const words = new Uint32Array(halves.length)
  for (let i = 0; i < halves.length; i++) words[i] = halves[i]! << 16
  return new Float32Array(words.buffer)
}

/** float32 rounded to float16, to nearest, ties to even, as bits. */
export const toFloat16 = (values: Float32Array): Uint16Array => new Uint16Array(new Float16Array(values).buffer)

export const fromFloat16 = (halves: Uint16Array): Float32Array => new Float32Array(new Float16Array(halves.buffer, halves.byteOffset, halves.length))

/**
 * The bytes of a tensor in a number format.
 * @throws InputError when a finite value does not fit into the format's range
 */
export const encodeNumbers = (name: string, values: Float32Array, dtype: ExportDtype): Uint8Array => {
  if (dtype === 'fp32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
  const halves = dtype === 'fp16' ? toFloat16(values) : toBfloat16(values)
  const infinite = dtype === 'fp16' ? 0x7c00 : 0x7f80
  for (let i = 0; i < halves.length; i++) {
    if ((halves[i]! & 0x7fff) === infinite && Number.isFinite(values[i]!)) {
      throw new InputError(`${name} holds ${values[i]}, which is beyond the range of ${dtype}; export fp32${dtype === 'fp16' ? ' or bf16' : ''}.`)
    }
  }
  return new Uint8Array(halves.buffer)
}
