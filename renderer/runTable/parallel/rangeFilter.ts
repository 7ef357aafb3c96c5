/** From and to, both included. */
export type Range = readonly [number, number]

const number = String.raw`(-?[\d.]+(?:e[+-]?\d+)?)`
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const clause = (field: string): RegExp => new RegExp(String.raw`(?:^|\s+and\s+|\s+)${escaped(field)} >= ${number} and ${escaped(field)} <= ${number}`)

/** The range that a filter asks of a field, as `withRange` writes it. */
export const rangeIn = (filter: string, field: string): Range | null => {
  const [, from, to] = clause(field).exec(filter) ?? []
  return from === undefined || to === undefined ? null : [Number(from), Number(to)]
}

/** The filter with a range of a field in place of the one before, or without any. The rest of it stays as it was written. */
export const withRange = (filter: string, field: string, range: Range | null): string => {
  const rest = filter.replace(clause(field), '').replace(/^\s*and\s+/, '').trim()
  if (range === null) return rest
  const added = `${field} >= ${range[0]} and ${field} <= ${range[1]}`
  if (rest === '') return added
  // What was written with `or` must hold beside the range, not instead of it.
  return /\bor\b/i.test(rest) && !/^\(.*\)$/.test(rest) ? `(${rest}) and ${added}` : `${rest} and ${added}`
}
