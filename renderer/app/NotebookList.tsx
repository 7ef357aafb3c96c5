import type { NotebookInfo } from '../../protocol/notebook.ts'
import { useLab, useLabState } from '../actions/lab.ts'
import { openNotebook } from '../actions/notebooks.ts'
import { commandById } from '../commands/registry.ts'
import { IconButton } from '../ui/IconButton.tsx'

const byName = (a: NotebookInfo, b: NotebookInfo): number => (a.name < b.name ? -1 : 1)
/** When it was last opened or written. */
const last = ({ opened, modified }: NotebookInfo): number => Math.max(opened ?? 0, modified)
const latestFirst = (a: NotebookInfo, b: NotebookInfo): number => last(b) - last(a)

/** The user's notebooks, latest first, then those that ship. */
export const NotebookList = () => {
  const lab = useLab()
  const notebooks = useLabState((state) => state.notebooks)
  const own = notebooks.filter(({ shipped }) => !shipped).sort(latestFirst)
  const shipped = notebooks.filter((notebook) => notebook.shipped).sort(byName)
  return (
    <section className="notebooks" aria-label="Notebooks">
      <div className="side-head"><h2>Notebooks</h2><IconButton icon="plus" label="New notebook" onClick={() => commandById('view.newNotebook').run(lab)} /></div>
      <ul className="side-list">
        {own.map((notebook) => <NotebookItem key={notebook.path} notebook={notebook} />)}
        {shipped.length > 0 && <li className="side-group">Examples</li>}
        {shipped.map((notebook) => <NotebookItem key={notebook.path} notebook={notebook} />)}
      </ul>
    </section>
  )
}

const NotebookItem = ({ notebook }: { notebook: NotebookInfo }) => {
  const lab = useLab()
  const current = useLabState((state) => state.notebook?.info.path === notebook.path)
  return (
    <li className={`side-item ${current ? 'current' : ''}`}>
      <button type="button" title={notebook.path} aria-current={current || undefined} onClick={() => void openNotebook(lab, notebook.path)}>
        <span className="ellipsis">{notebook.name}</span>
        {!notebook.trusted && <span className="badge plain">not trusted</span>}
      </button>
    </li>
  )
}
