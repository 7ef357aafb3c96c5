import { useMemo, useState } from 'react'
import type { Json } from '../../protocol/config/index.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { durationOf, pacesOf, type Paces } from '../../protocol/queue.ts'
import { keyWord, missingCells, noExtension, studyGrid, valueWord, type GridCell } from '../../protocol/statistics/index.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { fillGrid, show } from '../actions/runs.ts'
import { formatDuration } from '../format/time.ts'
import { TimeLeft } from '../runs/TimeLeft.tsx'
import { statusIcons } from '../runs/statusWords.ts'
import { Icon } from '../ui/Icon.tsx'
import { GridExtender } from './GridExtender.tsx'

interface StudyGridViewProps {
  runs: readonly RunRecord[]
  /** Told of runs that the grid started, or found elsewhere. */
  onRuns(runs: string[]): void
}

/** Knobs × seeds as a picture with holes; a hole is run alone, a broken run goes on, and what ran already is taken as it is. */
export const StudyGridView = ({ runs, onRuns }: StudyGridViewProps) => {
  const lab = useLab()
  const all = useLabState((state) => state.runs)
  const [extension, setExtension] = useState(noExtension)
  const grid = useMemo(() => studyGrid(runs, Object.values(all), extension), [runs, all, extension])
  const missing = useMemo(() => (grid ? missingCells(grid) : []), [grid])
  const hasHoles = missing.length > 0
  const paces = useMemo(() => pacesOf(hasHoles ? Object.values(all) : []), [all, hasHoles])
  if (!grid) return null
  const paths = grid.knobs.map(({ path }) => path)
  const userKeys = [...new Set([...(runs[0]?.userKeys ?? []), ...paths, 'train.seed'])]
  const fill = (cells: readonly GridCell[]): void => void fillGrid(lab, cells, userKeys).then(onRuns)
  const strays = grid.cells.flatMap(({ run }) => (run && !runs.some(({ id }) => id === run.id) ? [run.id] : []))
  const columns = grid.knobs.length > 1 ? grid.knobs.at(-1)! : null
  const rows = Map.groupBy(grid.cells, ({ values }) => labelOf(paths, columns ? values.slice(0, -1) : values))
  return (
    <section aria-label="Study grid" className="study-grid">
      <div className="toolbar">
        <h3>Study</h3>
        <span className="soft">{grid.cells.filter(({ run }) => run?.status === 'finished').length} of {grid.cells.length} finished</span>
        <TimeLeft runs={grid.cells.flatMap(({ run }) => run?.id ?? [])} />
        {missing.length > 0 && <button type="button" className="primary" onClick={() => fill(missing)}><Icon name="play" />Run the {missing.length} missing{costOf(missing, paces)}</button>}
        {strays.length > 0 && <button type="button" className="bordered" title="Runs of the same study that were started elsewhere" onClick={() => onRuns(strays)}><Icon name="plus" />Take in {strays.length} from elsewhere</button>}
        <GridExtender grid={grid} extension={extension} onChange={setExtension} />
      </div>
      <div className="table-wrap">
        <table className="grid">
          <thead>
            {columns && <tr><th />{columns.values.map((value) => <th key={valueWord(value)} scope="colgroup" colSpan={grid.seeds.length}>{keyWord(columns.path, paths)} = {valueWord(value)}</th>)}</tr>}
            <tr><th scope="col" className="corner">seed</th>{(columns?.values ?? [null]).flatMap((value, i) => grid.seeds.map((seed) => <th key={`${i} ${valueWord(value)} ${seed}`} scope="col">{seed}</th>))}</tr>
          </thead>
          <tbody>
            {[...rows].map(([label, cells]) => (
              <tr key={label}><th scope="row">{label || 'all'}</th>{cells.map((cell) => <td key={`${labelOf(paths, cell.values)} ${cell.seed}`}><Square cell={cell} label={`${labelOf(paths, cell.values)}, seed ${cell.seed}`} onRun={() => fill([cell])} /></td>)}</tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

/** How long the missing runs will take, where runs like them are known. */
const costOf = (missing: readonly GridCell[], paces: Paces): string => {
  const { milliseconds, unknown } = durationOf(missing.flatMap(({ config, run }) => (config === null || run !== null ? [] : [config])), paces)
  return milliseconds === 0 ? '' : `, ${unknown > 0 ? 'more than' : 'about'} ${formatDuration(milliseconds)}`
}

const labelOf = (paths: readonly string[], values: readonly Json[]): string => values.map((value, i) => `${keyWord(paths[i]!, paths)} = ${valueWord(value)}`).join(', ')

/** One point of the study: press it to see its run, or to start the one that is missing. */
const Square = ({ cell: { run, problem }, label, onRun }: { cell: GridCell; label: string; onRun(): void }) => {
  const lab = useLab()
  if (problem !== null) return <span className="square impossible" role="img" aria-label={`${label}: ${problem}`} title={problem}><Icon name="dash" /></span>
  if (run === null) return <button type="button" className="square hole" aria-label={`${label}: not run; run it`} title={`${label}: not run. Press to run it.`} onClick={onRun}><Icon name="plus" /></button>
  return (
    <button type="button" className={`square status ${run.status}`} aria-label={`${label}: ${run.status}`} title={`${run.name}: ${run.status}`} onClick={() => show(lab, { kind: 'run', run: run.id })}>
      <Icon name={statusIcons[run.status]} />
    </button>
  )
}
