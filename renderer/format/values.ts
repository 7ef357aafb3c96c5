import { formatExactNumber } from './numbers.ts'

/** A config value as somebody would write it, exactly; a missing one is a dash, not an empty place. */
export const formatValue = (value: unknown): string => {
  if (value === undefined || value === null) return '—'
  if (typeof value === 'number') return formatExactNumber(value)
  if (typeof value === 'string') return value === '' ? '""' : value
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return JSON.stringify(value)
}
