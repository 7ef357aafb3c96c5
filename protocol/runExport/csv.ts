import type { FieldValue, Figure, RunField } from '../runFilter/index.ts'
import type { RunRecord } from '../records.ts'

const quoted = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

const exact = (field: RunField, value: FieldValue): string =>
  value === undefined ? '' : field.kind === 'time' && typeof value === 'number' ? new Date(value).toISOString() : Array.isArray(value) ? value.join(' ') : String(value)

/** Runs as CSV: a column for each field, every digit. */
export const runsCsv = (runs: readonly RunRecord[], fields: readonly RunField[], figure: Figure): string =>
  [fields.map(({ name }) => name), ...runs.map((run) => fields.map((field) => exact(field, field.read(run, figure))))]
    .map((row) => `${row.map(quoted).join(',')}\n`).join('')
