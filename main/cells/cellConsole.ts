import { formatWithOptions } from 'node:util'
import type { CellOutput } from '../../protocol/notebook.ts'

type Write = (...parts: unknown[]) => void

/** The part of `console` that cells have. */
export type CellConsole = Record<'log' | 'info' | 'debug' | 'warn' | 'error' | 'dir', Write> & { table(rows: unknown): void }

/** A console whose text becomes outputs of the cell that writes. */
export const createCellConsole = (write: (text: string) => void, table: (rows: unknown) => CellOutput, emit: (output: CellOutput) => void): CellConsole => {
  const log: Write = (...parts) => write(`${formatWithOptions({ depth: 4, breakLength: 100 }, ...parts)}\n`)
  return {
    log, info: log, debug: log, warn: log, error: log,
    dir: (value) => log(value),
    table: (rows) => (Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null) ? emit(table(rows)) : log(rows)),
  }
}
