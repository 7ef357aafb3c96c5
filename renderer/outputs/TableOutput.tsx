import { formatExactNumber, formatNumber } from '../format/numbers.ts'

interface TableOutputProps {
  title: string
  columns: readonly string[]
  rows: readonly (readonly (string | number | null)[])[]
}

/** Whole numbers and short ones as they are, measured ones to four digits. */
const cellText = (value: string | number | null): string =>
  value === null ? '—' : typeof value === 'string' ? value : formatExactNumber(value).length <= 6 ? formatExactNumber(value) : formatNumber(value)

export const TableOutput = ({ title, columns, rows }: TableOutputProps) => (
  <div>
    {title && <h3 className="soft">{title}</h3>}
    <div className="table-wrap">
      <table className="data">
        <thead><tr>{columns.map((column, i) => <th key={i} scope="col" className={isNumeric(rows, i) ? 'number' : ''}>{column}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>{columns.map((_, j) => <td key={j} className={isNumeric(rows, j) ? 'number' : ''} title={String(row[j] ?? '')}>{cellText(row[j] ?? null)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  </div>
)

const isNumeric = (rows: TableOutputProps['rows'], column: number): boolean => rows.length > 0 && rows.every((row) => typeof row[column] === 'number' || row[column] === null)
