import type { Json } from '../../protocol/config/index.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'
import { mostInLabel, valueWord, type Spread, type Study } from '../../protocol/statistics/index.ts'
import { useLab } from '../actions/lab.ts'
import { show } from '../actions/runs.ts'
import type { LineStyle } from '../charts/colours.ts'
import { Swatch } from '../runs/Swatch.tsx'
import { StudyCell } from './StudyCell.tsx'

interface StudyTableProps {
  study: Study
  styles: ReadonlyMap<string, LineStyle>
  spread: Spread
  details: boolean
  onBaseline(run: string | null): void
}

const directions = { lower: '↓ lower is better', higher: '↑ higher is better', neither: '' }

/** A row per variant: its knobs, its seeds, and mean ± spread of every metric. */
export const StudyTable = ({ study, styles, spread, details, onBaseline }: StudyTableProps) => {
  const lab = useLab()
  const columns = study.metrics.filter(({ key }) => details || key.split('.').length === 2)
  const most = Math.max(...study.variants.map(({ counted }) => counted.length))
  // Of many knobs the label says what tells a variant from the others; their columns come behind what was measured.
  const many = study.knobs.length > mostInLabel
  const heads = study.knobs.map((path) => <th key={path} scope="col" className="mono">{path}</th>)
  const valuesOf = (values: readonly Json[]): React.ReactNode => values.map((value, i) => <td key={study.knobs[i]} className="mono">{valueWord(value)}</td>)
  return (
    <div className="table-wrap">
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="pinned">Variant</th>
            <th scope="col" className="number" title="Runs that count, one a seed">n</th>
            {!many && heads}
            {columns.map(({ key, label, better }) => (
              <th key={key} scope="col" className="number" title={`${metricInfo(key)?.description ?? key}. ${directions[better]}`}>{label}<span className="unit">{directions[better].slice(0, 1) && ` ${directions[better].slice(0, 1)}`}</span></th>
            ))}
            {many && heads}
          </tr>
        </thead>
        <tbody>
          {study.variants.map(({ key, label, values, runs, counted }, row) => (
            <tr key={key} className={row === study.baseline ? 'baseline' : ''}>
              <td className="pinned">
                <span className="row">
                  <Swatch style={styles.get(key)!} /><span className="ellipsis" title={label}>{label}</span>
                  {row === study.baseline
                    ? <button type="button" className="badge plain" title="Measure against nothing" onClick={() => onBaseline(null)}>baseline ×</button>
                    : <button type="button" className="quiet small" title={`Measure the others against ${label}`} onClick={() => onBaseline(runs[0]!.id)}>pin</button>}
                </span>
                <span className="small soft">seeds {runs.map(({ id, name, status, config }, i) => (
                  <span key={id}>{i > 0 && ', '}<button type="button" className="link" title={`${name}, ${status}`} onClick={() => show(lab, { kind: 'run', run: id })}>{config.train.seed}</button>{status !== 'finished' && ` (${status})`}</span>
                ))}</span>
              </td>
              <td className={`number ${counted.length < most ? 'unequal' : ''}`} title={counted.length < most ? `Fewer seeds than the ${most} of others` : ''}>{counted.length < most && '⚠ '}{counted.length}</td>
              {!many && valuesOf(values)}
              {columns.map((metric) => <StudyCell key={metric.key} metric={metric} row={row} spread={spread} seeds={counted.length} />)}
              {many && valuesOf(values)}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
