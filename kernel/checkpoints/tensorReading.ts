import { histogramBars, type TensorChange, type TensorReading } from '../../protocol/checkpoints.ts'

type Values = Float32Array | Int32Array

/** What a tensor's values are like; sums are taken in double precision. */
export const readTensor = (values: Values): Omit<TensorReading, 'name' | 'shape' | 'change'> => {
  let sum = 0, squares = 0, least = Infinity, most = -Infinity, finite = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    finite++
    sum += value
    squares += value * value
    if (value < least) least = value
    if (value > most) most = value
  }
  const mean = finite === 0 ? NaN : sum / finite
  let spread = 0
  const histogram = Array<number>(histogramBars).fill(0)
  const width = (most - least) / histogramBars
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    spread += (value - mean) ** 2
    histogram[width > 0 ? Math.min(histogramBars - 1, Math.floor((value - least) / width)) : 0]!++
  }
  return {
    count: values.length, mean, deviation: finite === 0 ? NaN : Math.sqrt(spread / finite), norm: Math.sqrt(squares),
    least: finite === 0 ? NaN : least, most: finite === 0 ? NaN : most, notFinite: values.length - finite, histogram,
  }
}

/** How `here` differs from `there`, element by element. */
export const changeOf = (here: Values, there: Values): TensorChange => {
  let difference = 0, dot = 0, own = 0, other = 0, largest = 0
  for (let i = 0; i < here.length; i++) {
    const a = here[i]!, b = there[i]!, d = a - b
    difference += d * d
    dot += a * b
    own += a * a
    other += b * b
    if (Math.abs(d) > largest) largest = Math.abs(d)
  }
  return { norm: Math.sqrt(difference), relative: Math.sqrt(difference / other), largest, cosine: dot / Math.sqrt(own * other) }
}
