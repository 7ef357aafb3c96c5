import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { CellOutput } from '../../protocol/notebook.ts'

/** Rows as a table output; columns in order of first appearance. */
export const tableOutput = (rows: unknown, title: unknown = ''): CellOutput => {
  if (!Array.isArray(rows) || !rows.every(isObject)) throw new InputError('lab.table takes a list of objects, one a row: lab.table([{ lambda: 5, loss: 0.1 }]).')
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { kind: 'table', title: String(title), columns, rows: rows.map((row) => columns.map((column) => valueOf(row[column]))) }
}

const valueOf = (value: unknown): string | number | null => {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number') return value
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
