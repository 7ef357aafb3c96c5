import { formatDelta, formatNumber } from '../format/numbers.ts'
import { judge, type MetricColumn } from './metricTable.ts'

const classes = { better: 'good', worse: 'bad', same: 'faint', neither: 'faint' }

/** A run's last value, whether it is the best, and how far from the baseline it is. */
export const MetricCell = ({ column, row, baseline }: { column: MetricColumn; row: number; baseline: number }) => {
  const value = column.values[row]
  const reference = baseline >= 0 ? column.values[baseline] : undefined
  const best = column.best.includes(row)
  const difference = value !== undefined && reference !== undefined && row !== baseline ? value - reference : null
  const verdict = difference === null ? 'neither' : judge(difference, column.better)
  return (
    <td className={`number ${best ? 'best' : ''}`} title={value === undefined ? 'not recorded' : String(value)}>
      {best && <><span className="badge best">best</span> </>}
      {value === undefined ? '—' : formatNumber(value)}
      {difference !== null && <span className={`delta ${classes[verdict]}`}>{formatDelta(difference)}{(verdict === 'better' || verdict === 'worse') && ` ${verdict}`}</span>}
    </td>
  )
}
