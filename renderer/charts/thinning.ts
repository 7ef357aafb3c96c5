/** The points of a curve that a chart draws. */
export interface Points {
  x: number[]
  y: number[]
}

/**
 * Keeps first, last, least and greatest finite value of each of `buckets` equal spans of x: the drawn line has the same
 * ink as the full one. Points that are not finite are left out; `badPoints` has them.
 */
export const thin = (steps: ArrayLike<number>, values: ArrayLike<number>, buckets: number): Points => {
  const kept: number[] = []
  const n = steps.length
  if (n <= buckets * 4) {
    for (let i = 0; i < n; i++) if (Number.isFinite(values[i]!)) kept.push(i)
  } else {
    const start = steps[0]!
    const width = (steps[n - 1]! - start) / buckets || 1
    let from = 0
    for (let bucket = 0; bucket < buckets; bucket++) {
      let to = from
      const end = bucket === buckets - 1 ? Infinity : start + (bucket + 1) * width
      while (to < n && steps[to]! < end) to++
      kept.push(...extremes(values, from, to))
      from = to
    }
  }
  return { x: kept.map((i) => steps[i]!), y: kept.map((i) => values[i]!) }
}

/** Where a curve has no number: steps with NaN or an infinity. */
export const badPoints = (steps: ArrayLike<number>, values: ArrayLike<number>): { step: number; value: number }[] => {
  const bad: { step: number; value: number }[] = []
  for (let i = 0; i < steps.length; i++) if (!Number.isFinite(values[i]!)) bad.push({ step: steps[i]!, value: values[i]! })
  return bad
}

/** Indices of first, last, least and greatest finite value in [from, to), ascending, each once. */
const extremes = (values: ArrayLike<number>, from: number, to: number): number[] => {
  let first = -1
  let last = -1
  let least = -1
  let greatest = -1
  for (let i = from; i < to; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    if (first < 0) first = least = greatest = i
    last = i
    if (value < values[least]!) least = i
    if (value > values[greatest]!) greatest = i
  }
  return first < 0 ? [] : [...new Set([first, least, greatest, last])].sort((a, b) => a - b)
}
