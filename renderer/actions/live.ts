import type { Lab } from './lab.ts'
import type { LabState } from '../state/labState.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { cellChanged, outputAdded } from '../state/notebookEvents.ts'
import { notify } from './notices.ts'
import { tellOfEnd } from './notifications.ts'
import { followSave } from './notebooks.ts'
import { addMedia } from '../state/runs.ts'

/** Least milliseconds between two redraws for the progress of runs. */
const interval = 200

/** Puts the host's events into the page's state. */
export const follow = (lab: Lab): void => {
  const { connection, store, metrics } = lab
  const later = batch(store.update, interval)

  connection.on('metrics', ({ run, points }) => metrics.append(run, points))
  connection.on('run', (run) => {
    tellOfEnd(lab, run)
    later((state) => withRun(state, run))
  })
  connection.on('progress', (progress) => later((state) => ({ ...state, progress: { ...state.progress, [progress.run]: progress } })))
  connection.on('remark', ({ run, text }) => notify(store, 'error', `${store.get().runs[run]?.name ?? 'A run'}: ${text}`))
  connection.on('run.removed', ({ run }) => later((state) => withoutRun(state, run)))
  connection.on('media', (media) => store.update((state) => ({ ...state, media: addMedia(state.media, media) })))
  connection.on('checkpoint', (checkpoint) => store.update((state) => ({
    ...state,
    checkpoints: { ...state.checkpoints, [checkpoint.run]: [...(state.checkpoints[checkpoint.run] ?? []).filter(({ step }) => step !== checkpoint.step), checkpoint].sort((a, b) => a.step - b.step) },
  })))
  connection.on('checkpoint.removed', ({ run, step }) => store.update((state) => ({
    ...state, checkpoints: { ...state.checkpoints, [run]: (state.checkpoints[run] ?? []).filter((checkpoint) => checkpoint.step !== step) },
  })))
  connection.on('cell', (event) => store.update((state) => ofNotebook(state, (notebook) => cellChanged(notebook, event))))
  connection.on('output', (event) => store.update((state) => ofNotebook(state, (notebook) => outputAdded(notebook, event))))
  connection.on('notebook.saved', (event) => void followSave(lab, event))
  connection.on('notebooks', (notebooks) => store.update((state) => ({ ...state, notebooks })))
  connection.on('views', (saved) => store.update((state) => ({ ...state, runTable: { ...state.runTable, saved } })))
  connection.on('kernel', (kernel) => store.update((state) => ({ ...state, kernel })))
}

const ofNotebook = (state: LabState, change: (notebook: NonNullable<LabState['notebook']>) => NonNullable<LabState['notebook']>): LabState => {
  if (!state.notebook) return state
  const notebook = change(state.notebook)
  return notebook === state.notebook ? state : { ...state, notebook }
}

const withRun = (state: LabState, run: RunRecord): LabState => ({ ...state, runs: { ...state.runs, [run.id]: run } })

const withoutRun = (state: LabState, run: string): LabState => {
  const { [run]: _, ...runs } = state.runs
  return {
    ...state, runs,
    basket: state.basket.filter((id) => id !== run),
    baseline: state.baseline === run ? null : state.baseline,
    view: state.view.kind === 'run' && state.view.run === run ? { kind: 'notebook' } : state.view,
  }
}

type Change = (state: LabState) => LabState

/** Joins changes that come in quick succession into one; the first of a quiet time is not delayed. */
const batch = (update: (change: Change) => void, delay: number): ((change: Change) => void) => {
  let waiting: Change[] = []
  let timer: ReturnType<typeof setTimeout> | null = null
  const flush = (): void => {
    timer = waiting.length > 0 ? setTimeout(flush, delay) : null
    const changes = waiting
    waiting = []
    if (changes.length > 0) update((state) => changes.reduce((now, change) => change(now), state))
  }
  return (change) => {
    waiting.push(change)
    if (timer === null) flush()
  }
}
