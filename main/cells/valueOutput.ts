import { inspect } from 'node:util'
import type { CellOutput } from '../../protocol/notebook.ts'
import { isRun, type LabContext } from './labContext.ts'

/** How the value of a cell's last expression is shown; null when there is nothing to show. */
export const valueOutput = (value: unknown, { book, shown }: Pick<LabContext, 'book' | 'shown'>): CellOutput | null => {
  if (value === undefined) return null
  if (typeof value === 'object' && value !== null && shown.has(value)) return null
  if (book.has(value)) return { kind: 'config', config: value, userKeys: book.userKeys(value) }
  if (isRun(value)) return { kind: 'runs', runs: [value.id] }
  if (Array.isArray(value) && value.length > 0 && value.every(isRun)) return { kind: 'runs', runs: value.map(({ id }) => id) }
  return { kind: 'value', text: inspected(value) }
}

/** As Node's console shows it. */
export const inspected = (value: unknown): string => inspect(value, { depth: 4, maxArrayLength: 100, maxStringLength: 100_000, breakLength: 100 })
