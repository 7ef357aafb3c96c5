import type { ConfigField } from '../../protocol/config/fields.ts'

/** Steps of a slider that spans more than it could show evenly, as people choose them. */
const decade = [1, 2, 3, 5]
const powersOfTwo = Array.from({ length: 14 }, (_, i) => 2 ** i)

/**
 * The values that a slider stops at: even steps where the default is a fair part of the range, else a ladder of 1, 2, 3, 5
 * (and powers of two for whole numbers) three decades around the default. The value that is there is always one.
 */
export const ladder = ({ kind, minimum, maximum, initial }: Pick<ConfigField, 'kind' | 'minimum' | 'maximum' | 'initial'>, value: number): number[] => {
  const start = typeof initial === 'number' ? initial : 0
  const even = maximum - minimum <= 10 && kind === 'number' && (start === 0 || Math.abs(start) >= (maximum - minimum) / 20)
  const centre = start > 0 ? start : 1
  const power = Math.floor(Math.log10(centre))
  const decades = [-3, -2, -1, 0, 1, 2, 3].flatMap((by) => decade.map((digit) => Number(`${digit}e${power + by}`)))
  const steps = even
    ? Array.from({ length: 21 }, (_, i) => Number((minimum + ((maximum - minimum) * i) / 20).toPrecision(6)))
    : [...decades, ...(kind === 'integer' ? powersOfTwo.filter((two) => two <= centre * 1000) : [])]
  const within = [...steps, start, ...(minimum <= 0 ? [0] : [])].filter((step) => step >= minimum && step <= maximum && (kind !== 'integer' || Number.isInteger(step)))
  return [...new Set([...within, value])].sort((a, b) => a - b)
}
