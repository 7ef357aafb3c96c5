import { messageOf } from '../../protocol/errors.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { parseTags, runTableViewSchema, type RunTableView } from '../../protocol/runTable.ts'
import { readNumber } from '../client/frames.ts'
import { initialView, metricsShown, readFilter, withFigures, type RunTableState } from '../state/runTable.ts'
import { ask, type Lab } from './lab.ts'
import { recall, remember } from './memory.ts'
import { notify } from './notices.ts'
import { show } from './runs.ts'

const change = (lab: Lab, edit: (table: RunTableState) => RunTableState): void =>
  lab.store.update((state) => ({ ...state, runTable: edit(state.runTable) }))

/** The run table in front, as it was left. */
export const openRunTable = (lab: Lab): void => {
  const kept = runTableViewSchema.safeParse(parseJson(recall('runTable')))
  if (kept.success && lab.store.get().runTable.view === initialView) change(lab, (table) => ({ ...table, view: kept.data }))
  show(lab, { kind: 'runs' })
}

const parseJson = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

export const setTableView = (lab: Lab, edit: (view: RunTableView) => RunTableView): void => {
  change(lab, (table) => ({ ...table, view: edit(table.view) }))
  remember('runTable', JSON.stringify(lab.store.get().runTable.view))
}

/** Reads the last values of the metrics that the table shows. */
export const loadFigures = async (lab: Lab): Promise<void> => {
  const { view } = lab.store.get().runTable
  const figures = await ask(lab, 'run.figures', { keys: metricsShown(view, readFilter(view.filter).filter) })
  if (figures) change(lab, (table) => withFigures(table, figures, readNumber))
}

export const loadViews = async (lab: Lab): Promise<void> => {
  const saved = await ask(lab, 'view.list', null)
  if (saved) change(lab, (table) => ({ ...table, saved }))
}

export const saveView = async (lab: Lab, name: string): Promise<void> => {
  if (name.trim() === '') return
  await ask(lab, 'view.save', { name: name.trim(), view: lab.store.get().runTable.view })
}

export const removeView = async (lab: Lab, name: string): Promise<void> => {
  const saved = lab.store.get().runTable.saved.find((view) => view.name === name)
  await ask(lab, 'view.remove', { name })
  if (saved) notify(lab.store, 'info', `The view ${name} is removed.`, { label: 'Undo', run: () => void ask(lab, 'view.save', saved) })
}

/** Shows the trash, or puts it away. */
export const showTrash = async (lab: Lab, shown: boolean): Promise<void> => {
  const trashed = shown ? await ask(lab, 'run.trashed', null) : null
  change(lab, (table) => ({ ...table, trashed }))
}

export const restoreRuns = async (lab: Lab, runs: readonly string[]): Promise<void> => {
  for (const run of runs) await ask(lab, 'run.restore', { run })
  if (lab.store.get().runTable.trashed) await showTrash(lab, true)
}

/** To the trash, all of them with one way back. */
export const trashRuns = async (lab: Lab, runs: readonly RunRecord[]): Promise<void> => {
  const gone: string[] = []
  for (const { id } of runs) {
    try {
      await lab.connection.request('run.remove', { run: id })
      gone.push(id)
    } catch (thrown) {
      notify(lab.store, 'error', messageOf(thrown))
    }
  }
  if (gone.length === 0) return
  const what = gone.length === 1 ? runs.find(({ id }) => id === gone[0])!.name : `${gone.length} runs`
  notify(lab.store, 'info', `${what} ${gone.length === 1 ? 'is' : 'are'} in the trash.`, { label: 'Undo', run: () => void restoreRuns(lab, gone) })
}

/** Gives runs the tags that were typed; `-word` takes one away. */
export const tagRuns = async (lab: Lab, runs: readonly string[], text: string): Promise<boolean> => {
  try {
    const words = text.split(/[\s,]+/).filter(Boolean)
    const remove = parseTags(words.filter((word) => word.startsWith('-')).map((word) => word.slice(1)).join(' '))
    const add = parseTags(words.filter((word) => !word.startsWith('-')).join(' '))
    if (runs.length > 0 && add.length + remove.length > 0) await lab.connection.request('run.tag', { runs: [...runs], add, remove })
    return true
  } catch (thrown) {
    notify(lab.store, 'error', messageOf(thrown))
    return false
  }
}

export const noteRun = (lab: Lab, run: string, notes: string): Promise<null> => ask(lab, 'run.note', { run, notes })

/** Ticks exactly these, or unticks them when all are ticked. */
export const tickAll = (lab: Lab, runs: readonly string[]): void =>
  lab.store.update((state) => {
    const ticked = new Set(state.basket)
    const given = new Set(runs)
    const all = runs.every((run) => ticked.has(run))
    return { ...state, basket: all ? state.basket.filter((run) => !given.has(run)) : [...new Set([...state.basket, ...runs])] }
  })
