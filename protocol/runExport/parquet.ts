import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer'
import type { FieldValue, Figure, RunField } from '../runFilter/index.ts'
import type { RunRecord } from '../records.ts'

type ColumnType = 'DOUBLE' | 'STRING' | 'BOOLEAN' | 'TIMESTAMP'

const types: Record<RunField['kind'], ColumnType> = { number: 'DOUBLE', duration: 'DOUBLE', text: 'STRING', tags: 'STRING', flag: 'BOOLEAN', time: 'TIMESTAMP' }

/** A value in its column's type; null where a run has none, or one of another type. */
const cell = (type: ColumnType, value: FieldValue): number | string | boolean | Date | null => {
  switch (type) {
    case 'DOUBLE': return typeof value === 'number' ? value : null
    case 'BOOLEAN': return typeof value === 'boolean' ? value : null
    case 'TIMESTAMP': return typeof value === 'number' ? new Date(value) : null
    case 'STRING': return value === undefined ? null : Array.isArray(value) ? value.join(' ') : String(value)
  }
}

/** Runs as a Parquet file: a typed column for each field, doubles as they are, times as timestamps, null for what is missing. */
export const runsParquet = (runs: readonly RunRecord[], fields: readonly RunField[], figure: Figure): ArrayBuffer =>
  parquetWriteBuffer({
    columnData: fields.map((field): ColumnSource => {
      const type = types[field.kind]
      return { name: field.name, type, data: runs.map((run) => cell(type, field.read(run, figure))), nullable: true }
    }),
  })
