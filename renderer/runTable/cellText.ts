import type { FieldValue, Figure, RunField } from '../../protocol/runFilter/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
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

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const exact = (field: RunField, value: FieldValue): string =>
  value === undefined ? '' : field.kind === 'time' && typeof value === 'number' ? new Date(value).toISOString() : Array.isArray(value) ? value.join(' ') : String(value)

/** The table as CSV: rows and columns as they are shown, every digit. */
export const tableCsv = (runs: readonly RunRecord[], fields: readonly RunField[], figure: Figure): string =>
  [fields.map(({ name }) => name), ...runs.map((run) => fields.map((field) => exact(field, field.read(run, figure))))]
    .map((row) => `${row.map(quoted).join(',')}\n`).join('')
