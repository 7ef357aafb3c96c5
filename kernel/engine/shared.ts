/** Arrays that threads share: a lane reads them where they lie, see `lanes`. */
export const sharedFloats = (length: number): Float32Array<SharedArrayBuffer> => new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT))

export const sharedIntegers = (length: number): Int32Array<SharedArrayBuffer> => new Int32Array(new SharedArrayBuffer(length * Int32Array.BYTES_PER_ELEMENT))

export const isShared = ({ buffer }: Float32Array | Int32Array): boolean => buffer instanceof SharedArrayBuffer
