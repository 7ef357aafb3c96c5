import type { FieldValue, RunField } from '../../protocol/runFilter/index.ts'
import { formatCount, formatExactNumber, formatNumber } from '../format/numbers.ts'
import { formatDuration } from '../format/time.ts'

const date = (value: number): string => new Date(value).toLocaleString('sv-SE').slice(0, 16)

/** A value as the table shows it: settings exactly as written, measurements rounded, nothing for what is missing. */
export const cellText = (field: RunField, value: FieldValue): string => {
  if (value === undefined) return ''
  if (Array.isArray(value)) return value.join(' ')
  if (typeof value !== 'number') return String(value)
  switch (field.kind) {
    case 'time': return date(value)
    case 'duration': return formatDuration(value * 1000)
    default: return field.of === 'config' ? formatExactNumber(value) : field.of === 'metric' ? formatNumber(value) : formatCount(value)
  }
}
