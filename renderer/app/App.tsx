import { useEffect } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { NotebookView } from '../cells/NotebookView.tsx'
import { loadPlotly } from '../charts/plotlyLoader.ts'
import { listenToKeys } from '../commands/dispatch.ts'
import { ComparisonPage } from '../comparison/ComparisonPage.tsx'
import { FolderDrop } from '../dataset/FolderDrop.tsx'
import { DatasetPage } from '../dataset/DatasetPage.tsx'
import { EnginesDialog } from '../engines/EnginesDialog.tsx'
import { InspectorPage } from '../inspector/InspectorPage.tsx'
import { RunTablePage } from '../runTable/RunTablePage.tsx'
import { SqlPage } from '../runTable/SqlPage.tsx'
import { RunPage } from '../runs/RunPage.tsx'
import { whenQuiet } from '../ui/whenQuiet.ts'
import { HistoryPage } from '../history/HistoryPage.tsx'
import { Banners } from './Banners.tsx'
import { Bin } from './Bin.tsx'
import { FirstSteps } from './FirstSteps.tsx'
import { Help } from './Help.tsx'
import { NewNotebook } from './NewNotebook.tsx'
import { Notices } from './Notices.tsx'
import { Palette } from './Palette.tsx'
import { Search } from './Search.tsx'
import { Settings } from './Settings.tsx'
import { Sidebar } from './Sidebar.tsx'
import { TopBar } from './TopBar.tsx'
import { useLeaving } from './useLeaving.ts'

/** The whole page. */
export const App = () => {
  const lab = useLab()
  const view = useLabState((state) => state.view)
  const overlay = useLabState((state) => state.overlay)
  useEffect(() => listenToKeys(lab), [lab])
  useLeaving()
  useEffect(() => {
    // The first chart then need not wait for what draws it, and who types does not either.
    let takeBack = (): void => undefined
    const timer = setTimeout(() => (takeBack = whenQuiet(window, 500, () => void loadPlotly())), 1000)
    return () => {
      clearTimeout(timer)
      takeBack()
    }
  }, [])
  return (
    <>
      <div className="app" inert={overlay !== null && overlay !== 'folder'}>
        <TopBar />
        <Banners />
        <Sidebar />
        <main className="main">
          <div hidden={view.kind !== 'notebook'}><FirstSteps /><NotebookView /></div>
          {view.kind === 'run' && <RunPage key={view.run} run={view.run} />}
          {view.kind === 'history' && <HistoryPage />}
          {view.kind === 'runs' && <RunTablePage />}
          {view.kind === 'sql' && <SqlPage />}
          {view.kind === 'comparison' && <ComparisonPage />}
          {view.kind === 'dataset' && <DatasetPage key={JSON.stringify(view.of)} of={view.of} />}
          {view.kind === 'inspector' && <InspectorPage of={view.of} />}
        </main>
      </div>
      {overlay === 'palette' && <Palette />}
      {overlay === 'help' && <Help />}
      {overlay === 'engines' && <EnginesDialog />}
      {overlay === 'settings' && <Settings />}
      {overlay === 'search' && <Search />}
      {overlay === 'bin' && <Bin />}
      {overlay === 'newNotebook' && <NewNotebook />}
      <FolderDrop />
      <Notices />
    </>
  )
}
