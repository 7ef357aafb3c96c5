import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Whether a safetensors file is whole: its header can be read, and the tensors it names end where the file ends. */
export const isWholeSafetensors = (path: string): boolean => {
  let file: number | undefined
  try {
    file = openSync(path, 'r')
    const { size } = fstatSync(file)
    const length = Buffer.alloc(8)
    if (readSync(file, length, 0, 8, 0) < 8) return false
    const headerBytes = Number(length.readBigUInt64LE())
    if (headerBytes > size - 8) return false
    const header = Buffer.alloc(headerBytes)
    readSync(file, header, 0, headerBytes, 8)
    const tensors = Object.entries(JSON.parse(header.toString('utf8')) as Record<string, { data_offsets?: [number, number] }>)
    const end = Math.max(0, ...tensors.map(([, tensor]) => tensor.data_offsets?.[1] ?? 0))
    return size === 8 + headerBytes + end
  } catch {
    // Whatever cannot be read cannot be resumed from either.
    return false
  } finally {
    if (file !== undefined) closeSync(file)
  }
}
