import { configDifference } from '../../protocol/config/parse.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'
import { useLab } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import type { LineStyle } from '../charts/colours.ts'
import { useMetrics } from '../charts/useMetrics.ts'
import { formatCount } from '../format/numbers.ts'
import { formatValue } from '../format/values.ts'
import { StatusMark } from '../runs/StatusMark.tsx'
import { shortStatus } from '../runs/statusWords.ts'
import { Swatch } from '../runs/Swatch.tsx'
import { MetricCell } from './MetricCell.tsx'
import { metricColumns } from './metricTable.ts'

interface CompareTableProps {
  runs: readonly RunRecord[]
  styles: ReadonlyMap<string, LineStyle>
  baseline: string | null
  details: boolean
}

const directions = { lower: '↓ lower is better', higher: '↑ higher is better', neither: '' }

/** A row per run: the config keys in which the runs differ, exactly, and the last value of every metric. */
export const CompareTable = ({ runs, styles, baseline, details }: CompareTableProps) => {
  const lab = useLab()
  useMetrics(runs.map(({ id }) => id))
  const differences = configDifference(runs.map(({ config }) => config))
  const columns = metricColumns(runs.map(({ id }) => new Map(lab.metrics.keys(id).flatMap((key) => {
    const last = lab.metrics.last(id, key)
    return last === undefined ? [] : [[key, last] as const]
  }))), runs.map(({ config }) => config)).filter(({ key }) => details || key.split('.').length === 2)
  const against = runs.findIndex(({ id }) => id === baseline)
  return (
    <div className="table-wrap">
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="pinned">Run</th>
            <th scope="col" className="number">Step</th>
            {differences.map(({ path }) => <th key={path} scope="col" className="mono">{path}</th>)}
            {columns.map(({ key, label, better }) => (
              <th key={key} scope="col" className="number" title={`${metricInfo(key)?.description ?? key}. ${directions[better]}`}>{label}<span className="unit">{directions[better].slice(0, 1) && ` ${directions[better].slice(0, 1)}`}</span></th>
            ))}
          </tr>
        </thead>
        <tbody>
          {runs.map((run, row) => (
            <tr key={run.id} className={row === against ? 'baseline' : ''}>
              <td className="pinned">
                <span className="row"><Swatch style={styles.get(run.id)!} /><button type="button" className="link" onClick={() => show(lab, { kind: 'run', run: run.id })}>{run.name}</button>{row === against && <span className="badge plain">baseline</span>}</span>
                <span className="small"><StatusMark status={run.status} words={shortStatus(run)} /></span>
              </td>
              <td className="number">{formatCount(run.step)}</td>
              {differences.map(({ path, values }) => <td key={path} className="mono">{formatValue(values[row])}</td>)}
              {columns.map((column) => <MetricCell key={column.key} column={column} row={row} baseline={against} />)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
