/** Channels last to channels first: [n, C] → [C, n]. */
export const toPlanes = (values: Float32Array, channels: number): Float32Array => {
  const n = values.length / channels
  return values.map((_, i) => values[(i % n) * channels + Math.floor(i / n)]!)
}

/** Channels first to channels last: [C, n] → [n, C]. */
export const toPixels = (values: Float32Array, channels: number): Float32Array => {
  const n = values.length / channels
  return values.map((_, i) => values[(i % channels) * n + Math.floor(i / channels)]!)
}
