import { useState } from 'react'
import { messageOf } from '../../protocol/errors.ts'
import { queryRows, type QueryResult } from '../../protocol/runTable.ts'
import { useLab } from '../actions/lab.ts'
import { openRunTable } from '../actions/runTable.ts'
import { saveText } from '../actions/takeAway.ts'
import { formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'

const example = `SELECT r.name, r.status, json_extract(r.config, '$.loss.lambda') AS lambda, m.step, m.value AS epsilonMse
FROM runs r
JOIN metric_series s ON s.run = r.id AND s.key = 'eval.epsilonMse'
JOIN metrics m ON m.series = s.id
WHERE r.deleted IS NULL
ORDER BY m.value
LIMIT 50`

const schemaQuery = "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"

type Answer = { kind: 'none' } | { kind: 'waiting' } | { kind: 'result'; result: QueryResult } | { kind: 'error'; message: string }

/** Questions to the database that the filter cannot ask. It is opened for reading only. */
export const SqlPage = () => {
  const lab = useLab()
  const [sql, setSql] = useState(example)
  const [answer, setAnswer] = useState<Answer>({ kind: 'none' })
  const ask = async (text: string): Promise<void> => {
    setAnswer({ kind: 'waiting' })
    try {
      setAnswer({ kind: 'result', result: await lab.connection.request('store.query', { sql: text }) })
    } catch (thrown) {
      setAnswer({ kind: 'error', message: messageOf(thrown) })
    }
  }
  return (
    <div className="page">
      <div className="page-head">
        <button type="button" onClick={() => openRunTable(lab)}><Icon name="back" />Runs</button>
        <h2>SQL</h2>
        <span className="soft small">The database is read, never changed; at most {formatCount(queryRows)} rows and 5 seconds.</span>
        <span className="spacer" />
        <button type="button" onClick={() => void ask(schemaQuery)}>Show the tables</button>
        <button type="button" className="primary" title="Ctrl+Enter" disabled={answer.kind === 'waiting' || sql.trim() === ''} onClick={() => void ask(sql)}><Icon name="play" />Run the query</button>
      </div>
      <textarea
        className="sql mono" aria-label="SQL query" rows={8} spellCheck={false} value={sql} onChange={(event) => setSql(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void ask(sql)
        }}
      />
      <div aria-live="polite">
        {answer.kind === 'waiting' && <p className="soft">Asking …</p>}
        {answer.kind === 'error' && <p role="alert" className="output-error"><span className="message">{answer.message}</span></p>}
        {answer.kind === 'result' && <QueryTable result={answer.result} />}
      </div>
    </div>
  )
}

const quoted = (value: string | number | null): string => (value === null ? '' : /[",\n\r]/.test(String(value)) ? `"${String(value).replaceAll('"', '""')}"` : String(value))

const QueryTable = ({ result: { columns, rows, cut, milliseconds } }: { result: QueryResult }) => (
  <>
    <div className="toolbar">
      <span>{cut ? `the first ${formatCount(rows.length)} rows` : `${formatCount(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}`}, {milliseconds.toFixed(0)} ms</span>
      <button type="button" className="bordered" onClick={() => saveText('query.csv', [columns, ...rows].map((row) => `${row.map(quoted).join(',')}\n`).join(''), 'text/csv')}><Icon name="download" />CSV</button>
    </div>
    <div className="table-wrap query-table" tabIndex={0} role="region" aria-label="Result of the query">
      <table className="data">
        <thead><tr>{columns.map((column, i) => <th key={i} scope="col" className={rows.some((row) => typeof row[i] === 'number') ? 'number' : ''}>{column}</th>)}</tr></thead>
        <tbody>{rows.map((row, i) => <tr key={i}>{row.map((value, j) => <td key={j} className={typeof value === 'number' ? 'number' : ''}>{value === null ? <span className="faint">null</span> : String(value)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  </>
)
