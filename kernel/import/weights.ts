import { InputError } from '../../protocol/errors.ts'
import { fromBfloat16, fromFloat16 } from '../export/halfPrecision.ts'
import { openSafetensors } from '../training/safetensorsFile.ts'

/** A tensor of a file in float32. */
export interface Weight {
  shape: readonly number[]
  data: Float32Array
}

export type Weights = Readonly<Record<string, Weight>>

const decoders: Readonly<Record<string, (bytes: ArrayBuffer) => Float32Array>> = {
  F32: (bytes) => new Float32Array(bytes),
  F64: (bytes) => Float32Array.from(new Float64Array(bytes)),
  F16: (bytes) => fromFloat16(new Uint16Array(bytes)),
  BF16: (bytes) => fromBfloat16(new Uint16Array(bytes)),
}

/**
 * The floating-point tensors of a safetensors file, in float32; others (masks, counters) are no weights.
 * @param onRead told how many bytes of tensors are read, and how many there are
 * @throws InputError when it is no such file, or a weight is not finite
 */
export const readWeights = async (path: string, onRead: (done: number, total: number) => void = () => {}): Promise<Weights> => {
  const file = await openSafetensors(path, { remedy: 'give another file' })
  try {
    const weights: Record<string, Weight> = {}
    const total = file.entries.reduce((sum, { start, end }) => sum + end - start, 0)
    let done = 0
    for (const entry of file.entries) {
      const decode = decoders[entry.dtype]
      if (!decode) continue
      const data = decode(await file.read(entry))
      if (!data.every(Number.isFinite)) throw new InputError(`${path} cannot be imported: the tensor ${entry.name} has values that are not finite; give another file.`)
      weights[entry.name] = { shape: entry.shape, data }
      onRead((done += entry.end - entry.start), total)
    }
    return weights
  } finally {
    await file.close()
  }
}
