import { InputError } from '../../../protocol/errors.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import type { RunFigures, SavedView } from '../../../protocol/runTable.ts'
import type { Store } from '../../store/store.ts'
import type { Publish } from './publish.ts'

/** What the run table of the page asks for and changes. */
export interface RunTableService {
  trashed(): RunRecord[]
  /** Adds and takes away tags of several runs, all or none. */
  tag(runs: readonly string[], add: readonly string[], remove: readonly string[]): void
  note(run: string, notes: string): void
  figures(keys: readonly string[]): RunFigures
  views(): SavedView[]
  saveView(view: SavedView): void
  removeView(name: string): void
}

export const createRunTableService = ({ store, publish, find, flush }: { store: Store; publish: Publish; find: (reference: string) => RunRecord; flush: () => void }): RunTableService => ({
  trashed: () => store.runs.trashed(),
  tag: (references, add, remove) => {
    const known = references.length > 1 ? new Map(store.runs.list().map((run) => [run.id, run])) : null
    const changed = store.transaction(() => references.map((reference) => {
      const { id, tags } = known?.get(reference) ?? find(reference)
      return store.runs.update(id, { tags: [...new Set([...tags, ...add])].filter((tag) => !remove.includes(tag)) })
    }))
    for (const run of changed) publish('run', run)
  },
  note: (reference, notes) => publish('run', store.runs.update(find(reference).id, { notes })),
  figures: (keys) => {
    flush()
    const found = keys.map((key) => [key, store.metrics.lastOfAll(key)] as const)
    const runs = [...new Set(found.flatMap(([, values]) => [...values.keys()]))]
    return { runs, values: Object.fromEntries(found.map(([key, values]) => [key, runs.map((run) => values.get(run) ?? null)])), known: store.metrics.keys() }
  },
  views: () => store.views.list(),
  saveView: (view) => {
    store.views.put(view)
    publish('views', store.views.list())
  },
  removeView: (name) => {
    if (!store.views.list().some((view) => view.name === name)) throw new InputError(`There is no saved view "${name}".`)
    store.views.remove(name)
    publish('views', store.views.list())
  },
})
