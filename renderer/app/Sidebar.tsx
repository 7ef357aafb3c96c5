import { isNarrow, setSidebar } from '../actions/appearance.ts'
import { NotebookList } from './NotebookList.tsx'
import { Outline } from './Outline.tsx'
import { Queue } from './Queue.tsx'
import { RunList } from './RunList.tsx'

/** On a narrow window it lies over the page, so choosing something there puts it away. */
const hideIfOver = (event: React.MouseEvent): void => {
  if (isNarrow() && (event.target as Element).closest('.side-item > button, .side-foot .primary')) setSidebar('hidden')
}

export const Sidebar = () => (
  <nav className="sidebar" aria-label="Notebooks and runs" onClick={hideIfOver}>
    <NotebookList />
    <Outline />
    <Queue />
    <RunList />
  </nav>
)
