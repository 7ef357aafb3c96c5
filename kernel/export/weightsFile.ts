import { elements } from '../engine/engine.ts'
import type { ExportDtype } from '../../protocol/export.ts'
import { encodeNumbers } from './halfPrecision.ts'
import type { ExportedTensor } from './llamaNames.ts'

const names: Record<ExportDtype, string> = { fp32: 'F32', fp16: 'F16', bf16: 'BF16' }

/** A safetensors file of weights, piece by piece: length of the header, header, then tensor after tensor. */
export const weightsFile = function* (tensors: readonly ExportedTensor[], dtype: ExportDtype): Generator<Uint8Array> {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } }
  let offset = 0
  for (const { name, shape } of tensors) {
    const bytes = elements(shape) * (dtype === 'fp32' ? 4 : 2)
    header[name] = { dtype: names[dtype], shape, data_offsets: [offset, offset + bytes] }
    offset += bytes
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Buffer.concat([json, Buffer.alloc(-json.length & 7, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  yield length
  yield padded
  for (const { name, data } of tensors) yield encodeNumbers(name, data, dtype)
}
