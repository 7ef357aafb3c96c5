import type { NotebookInfo } from '../../protocol/notebook.ts'
import { ask, type Lab } from './lab.ts'
import { follow } from './live.ts'
import { recall } from './memory.ts'
import { notify } from './notices.ts'
import { openNotebook, refreshNotebook } from './notebooks.ts'
import { reloadOpenRuns } from './runs.ts'

/** Follows the host from now on, reads what is there, and reads it again after each lost connection. */
export const start = (lab: Lab): void => {
  follow(lab)
  lab.connection.onStatus((connection) => {
    lab.store.update((state) => ({ ...state, connection }))
    if (connection === 'open') void refresh(lab)
  })
}

/** The notebook first, so that it can be worked in; thousands of runs take longer to come. */
const refresh = async (lab: Lab): Promise<void> => {
  const told = lab.store.get().info?.notices ?? []
  const [info, notebooks] = await Promise.all([ask(lab, 'app.info', null), ask(lab, 'notebook.list', null)])
  lab.store.update((state) => ({ ...state, info: info ?? state.info, notebooks: notebooks ?? state.notebooks }))
  // A host that came back has noticed things of its own.
  for (const text of info?.notices ?? []) if (!told.includes(text)) notify(lab.store, 'error', text)
  if (lab.store.get().notebook) await refreshNotebook(lab)
  else {
    const open = firstToOpen(notebooks ?? [], recall('notebook'))
    // Not in front: the user may have gone elsewhere meanwhile.
    if (open) await openNotebook(lab, open.path, false)
  }
  const runs = await ask(lab, 'run.list', null)
  lab.store.update((state) => ({ ...state, loaded: true, runs: runs ? Object.fromEntries(runs.map((run) => [run.id, run])) : state.runs }))
  await reloadOpenRuns(lab)
}

/** The notebook of the last visit, else the latest that was made here, else the first that ships. */
export const firstToOpen = (notebooks: readonly NotebookInfo[], last: string | null): NotebookInfo | undefined =>
  notebooks.find(({ path }) => path === last)
  ?? notebooks.filter(({ shipped, trusted }) => !shipped && trusted).sort((a, b) => b.modified - a.modified)[0]
  ?? [...notebooks].sort((a, b) => (a.name < b.name ? -1 : 1))[0]
