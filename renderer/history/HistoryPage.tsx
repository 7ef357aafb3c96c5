import { useEffect, useState } from 'react'
import type { Cell, NotebookVersionInfo } from '../../protocol/notebook.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { restoreVersion } from '../actions/notebooks.ts'
import { show } from '../actions/runs.ts'
import { formatAgo } from '../format/time.ts'
import { Icon } from '../ui/Icon.tsx'
import { folded, lineDiff } from './lineDiff.ts'

const linesOf = (cells: readonly Cell[]): string[] => cells.flatMap(({ kind, source }) => [kind === 'code' ? '── code' : '── text', ...source.split('\n')])

/** Earlier versions of the notebook: what each had otherwise, and the way back to it. */
export const HistoryPage = () => {
  const lab = useLab()
  const path = useLabState((state) => state.notebook?.info.path)
  const modified = useLabState((state) => state.notebook?.info.modified)
  const [versions, setVersions] = useState<NotebookVersionInfo[] | null>(null)
  const [at, setAt] = useState<number | null>(null)
  useEffect(() => {
    if (path !== undefined) void ask(lab, 'notebook.history', { path }).then((found) => found && setVersions(found))
  }, [lab, path, modified])
  return (
    <div className="page">
      <div className="page-head">
        <button type="button" onClick={() => show(lab, { kind: 'notebook' })}><Icon name="back" />Notebook</button>
        <h2>History</h2>
      </div>
      {versions?.length === 0 && <div className="empty"><h2>No earlier versions yet</h2><p>What is saved from now on is kept here: each minute of the last hour, each quarter of the last day, then a version a day.</p></div>}
      {path !== undefined && versions !== null && versions.length > 0 && (
        <div className="history">
          <ul className="side-list" aria-label="Versions">
            {versions.map((version) => (
              <li key={version.at} className={`side-item ${version.at === at ? 'current' : ''}`}>
                <button type="button" aria-current={version.at === at || undefined} onClick={() => setAt(version.at)}>
                  <span className="two"><span>{new Date(version.at).toLocaleString('sv-SE')}</span><span className="faint small">{formatAgo(version.at, Date.now())}, {version.cells} cells</span></span>
                </button>
              </li>
            ))}
          </ul>
          {at === null ? <p className="soft">Choose a version to see what has changed since.</p> : <Version key={at} path={path} at={at} />}
        </div>
      )}
    </div>
  )
}

const Version = ({ path, at }: { path: string; at: number }) => {
  const lab = useLab()
  const now = useLabState((state) => state.notebook?.cells)
  const [cells, setCells] = useState<Cell[] | null>(null)
  useEffect(() => {
    void ask(lab, 'notebook.version', { path, at }).then((version) => version && setCells(version.cells))
  }, [lab, path, at])
  if (!cells || !now) return <p className="soft">Reading …</p>
  const lines = lineDiff(linesOf(cells), linesOf(now))
  const changed = lines.some(({ kind }) => kind !== 'same')
  return (
    <section aria-label="Changes since this version">
      <div className="toolbar">
        <button type="button" className="primary" disabled={!changed} onClick={() => restoreVersion(lab, cells)}><Icon name="restart" />Restore this version</button>
        <span className="soft">{changed ? 'Red is of this version, green came since.' : 'The notebook is as it was then.'}</span>
      </div>
      <pre className="diff" tabIndex={0}>
        {folded(lines).map((line, i) => (line === null
          ? <span key={i} className="gap">⋯{'\n'}</span>
          : <span key={i} className={line.kind}>{{ same: '  ', old: '− ', new: '+ ' }[line.kind]}{line.text}{'\n'}</span>))}
      </pre>
    </section>
  )
}
