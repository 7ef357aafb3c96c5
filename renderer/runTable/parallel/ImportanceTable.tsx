import { useMemo, useState } from 'react'
import { metricInfo, metricLabel } from '../../../protocol/metricKeys.ts'
import type { Figure, RunField } from '../../../protocol/runFilter/index.ts'
import { fewestRuns, numberWord } from '../../../protocol/statistics/index.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { measuredRuns, rankKeys, type RankedKey } from './rankKeys.ts'

interface ImportanceTableProps {
  /** Runs that a setting may name by their id, such as an autoencoder. */
  all: readonly RunRecord[]
  rows: readonly RunRecord[]
  fields: readonly RunField[]
  figure: Figure
}

const percent = (share: number): string => `${Math.round(100 * Math.max(0, share))} %`

/** How much of a measurement goes with each setting, over the runs that the filter leaves; from as many runs on as make it more than chance. */
export const ImportanceTable = ({ all, rows, fields, figure }: ImportanceTableProps) => {
  const metrics = fields.filter(({ of }) => of === 'metric').map(({ name }) => name)
  const [chosen, setChosen] = useState<string | null>(null)
  const metric = chosen !== null && metrics.includes(chosen) ? chosen : metrics[0]
  const measured = useMemo(() => (metric === undefined ? [] : measuredRuns(rows, metric, figure)), [rows, metric, figure])
  const ranked = useMemo(() => (metric === undefined ? [] : rankKeys(measured, metric, figure)), [measured, metric, figure])
  const names = useMemo(() => new Map(all.map(({ id, name }) => [id, name])), [all])
  if (metric === undefined) return null
  return (
    <section className="importance" aria-label="Importance of settings">
      <div className="toolbar">
        <h3>What goes with</h3>
        <select aria-label="Measurement" value={metric} onChange={(event) => setChosen(event.target.value)}>
          {metrics.map((name) => <option key={name} value={name}>{metricLabel(name)}</option>)}
        </select>
        <span className="soft small">n = {measured.length} finished {measured.length === 1 ? 'run' : 'runs'}</span>
      </div>
      {measured.length < fewestRuns
        ? <p className="soft small">With {measured.length} {measured.length === 1 ? 'run' : 'runs'} it would be mostly chance; from {fewestRuns} finished runs on it is told here. Compare shows paired differences from two seeds on.</p>
        : ranked.length === 0
          ? <p className="soft small">These runs differ in no setting whose values repeat, seeds apart.</p>
          : <Ranking ranked={ranked} metric={metric} names={names} />}
    </section>
  )
}

const Ranking = ({ ranked, metric, names }: { ranked: readonly RankedKey[]; metric: string; names: ReadonlyMap<string, string> }) => {
  const better = metricInfo(metric)?.better ?? 'neither'
  return (
    <>
      <div className="table-wrap">
        <table className="data">
          <thead><tr><th scope="col">setting</th><th scope="col">share of the variance</th><th scope="col">95 % interval</th><th scope="col" className="number">n</th><th scope="col">mean by value</th></tr></thead>
          <tbody>
            {ranked.map(({ key, share, low, high, n, levels }) => (
              <tr key={key}>
                <th scope="row" className="mono">{key}</th>
                <td><span className="row"><span className="importance-bar" aria-hidden><span style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }} className="range" /><span style={{ width: `${Math.max(0, share) * 100}%` }} /></span>{percent(share)}</span></td>
                <td>{percent(low)} to {percent(high)}</td>
                <td className="number">{n}</td>
                <td className="small">{levels.map(({ label, n: of, mean }, i) => <span key={label} title={`${of} runs`}>{i > 0 && ' · '}{names.get(label) ?? (label === '' ? 'none' : label)}: <span className={mean === bestMean(levels, better) ? 'best' : ''}>{numberWord(mean, 3)}</span></span>)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="faint small">Each setting by itself (ε² of a one-way analysis of variance, interval by jackknife): settings that were changed together share their effect.</p>
    </>
  )
}

const bestMean = (levels: RankedKey['levels'], better: 'lower' | 'higher' | 'neither'): number | null =>
  better === 'neither' || levels.every(({ mean }) => mean === levels[0]!.mean) ? null : (better === 'lower' ? Math.min : Math.max)(...levels.map(({ mean }) => mean))
