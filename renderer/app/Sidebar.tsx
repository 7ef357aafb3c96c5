import { NotebookList } from './NotebookList.tsx'
import { RunList } from './RunList.tsx'

export const Sidebar = () => (
  <nav className="sidebar" aria-label="Notebooks and runs">
    <NotebookList />
    <RunList />
  </nav>
)
