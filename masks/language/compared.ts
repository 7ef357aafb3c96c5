import type { BinaryOperator } from './expression.ts'
import type { Rows } from './row.ts'

/**
 * A comparison of a value of the query with a value of the key. The keys are sorted by value once; the keys that a
 * comparison with some number holds for are then a stretch of that order, whose row is the difference of two rows that
 * are kept: `first[i]` has the keys of the i smallest distinct values.
 * @param queries, keys the values of each position as the one and as the other
 */
export const comparedRows = (operator: BinaryOperator, queries: Float64Array, keys: Float64Array): Rows => {
  const { distinct, first, width } = sortedKeys(keys)
  const out = new Uint32Array(width)
  return (q, begin, end) => {
    const value = queries[q]!
    // Not a number is less than, equal to and more than nothing.
    const below = Number.isNaN(value) ? 0 : place(distinct, value)
    const through = below < distinct.length && distinct[below] === value ? below + 1 : below
    const [from, to] = Number.isNaN(value) ? [0, 0] : stretch(operator, below, through, distinct.length)
    for (let i = begin, a = from * width, b = to * width; i < end; i++) out[i] = first[b + i]! & ~first[a + i]!
    if (operator === '!==') for (let i = begin; i < end; i++) out[i] = ~out[i]!
    if (operator === '!==' && keys.length % 32 !== 0) out[width - 1]! &= 2 ** (keys.length % 32) - 1
    return out
  }
}

/** Which of the distinct values a comparison holds for. @param below how many are less than the query's, `through` less or equal */
const stretch = (operator: BinaryOperator, below: number, through: number, all: number): [from: number, to: number] => {
  switch (operator) {
    case '<': return [through, all]
    case '<=': return [below, all]
    case '>': return [0, below]
    case '>=': return [0, through]
    default: return [below, through]
  }
}

const sortedKeys = (values: Float64Array): { distinct: Float64Array; first: Uint32Array; width: number } => {
  const order = Uint32Array.from(values.keys()).filter((k) => !Number.isNaN(values[k]!))
  // Most values come in order already.
  if (order.some((k, i) => i > 0 && values[k]! < values[order[i - 1]!]!)) order.sort((a, b) => values[a]! - values[b]!)
  const width = Math.ceil(values.length / 32)
  const starts = [...order.keys()].filter((i) => i === 0 || values[order[i]!] !== values[order[i - 1]!])
  const first = new Uint32Array((starts.length + 1) * width)
  starts.forEach((start, i) => {
    const row = first.subarray((i + 1) * width, (i + 2) * width)
    row.set(first.subarray(i * width, (i + 1) * width))
    for (let at = start; at < (starts[i + 1] ?? order.length); at++) row[order[at]! >> 5]! |= 1 << (order[at]! & 31)
  })
  return { distinct: Float64Array.from(starts, (start) => values[order[start]!]!), first, width }
}

/** How many of ascending numbers are less than a value. */
const place = (ascending: Float64Array, value: number): number => {
  let low = 0, high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < value) low = middle + 1
    else high = middle
  }
  return low
}
