/** Element types of NumPy's format that the inspector writes: booleans as bytes, and float32. */
type NpyType = '|b1' | '<f4'

/**
 * A matrix as NumPy's `.npy`, format 1.0: magic, version, header padded so that the data starts at a multiple of 64 bytes,
 * then the numbers row by row, little-endian. `numpy.load` reads it.
 * @param values one byte (0 or 1) or one float32 for each of rows · columns
 */
export const toNpy = (values: Uint8Array | Float32Array, rows: number, columns: number): Uint8Array => {
  if (values.length !== rows * columns) throw new Error(`${values.length} numbers are no ${rows} × ${columns} matrix`)
  const type: NpyType = values instanceof Uint8Array ? '|b1' : '<f4'
  const words = `{'descr': '${type}', 'fortran_order': False, 'shape': (${rows}, ${columns}), }`
  const length = Math.ceil((10 + words.length + 1) / 64) * 64
  const data = type === '|b1' ? values : littleEndian(values as Float32Array)
  const file = new Uint8Array(length + values.byteLength)
  file.set([0x93, ...ascii('NUMPY'), 1, 0, (length - 10) & 0xff, (length - 10) >> 8, ...ascii(`${words.padEnd(length - 11)}\n`)])
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), length)
  return file
}

const ascii = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0))

const littleEndian = (values: Float32Array): Uint8Array => {
  const view = new DataView(new ArrayBuffer(values.byteLength))
  values.forEach((value, i) => view.setFloat32(4 * i, value, true))
  return new Uint8Array(view.buffer)
}
