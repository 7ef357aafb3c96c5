import type { RunRecord } from '../../protocol/records.ts'
import type { GridCell } from '../../protocol/statistics/index.ts'
import { messageOf } from '../../protocol/errors.ts'
import type { View } from '../state/labState.ts'
import { addMedia, type RunControl } from '../state/runs.ts'
import { ask, type Lab } from './lab.ts'
import { notify } from './notices.ts'

/** Stretches that a curve is loaded in at least: about as many as a chart has pixels for. Zooming asks for more. */
const stretches = 500

/** Brings the points, pictures and checkpoints of runs to the page, once; live ones follow by themselves. */
export const loadRuns = async (lab: Lab, runs: readonly string[]): Promise<void> => {
  const fresh = runs.filter((run) => !lab.metrics.isOpen(run))
  if (fresh.length === 0) return
  for (const run of fresh) lab.metrics.open(run)
  await fetchRuns(lab, fresh)
}

/** Reads again what events would have brought while the connection was away. */
export const reloadOpenRuns = async (lab: Lab): Promise<void> => {
  const { runs } = lab.store.get()
  await fetchRuns(lab, lab.metrics.openRuns().filter((run) => runs[run]))
}

/** The curves first, all in one answer: they are what is waited for. */
const fetchRuns = async (lab: Lab, runs: readonly string[]): Promise<void> => {
  const { connection, metrics, store } = lab
  try {
    const curves = await connection.request('run.curves', { of: runs.map((run) => ({ run, keys: ['train.', 'eval.'], from: 0, to: null })), spans: stretches })
    runs.forEach((run, i) => metrics.load(run, curves[i]!))
    const [media, checkpoints] = await Promise.all([
      Promise.all(runs.map((run) => connection.request('run.media', { run }))),
      Promise.all(runs.map((run) => connection.request('run.checkpoints', { run }))),
    ])
    store.update((state) => ({
      ...state, media: addMedia(state.media, media.flat()), checkpoints: { ...state.checkpoints, ...Object.fromEntries(runs.map((run, i) => [run, checkpoints[i]!])) },
    }))
  } catch (thrown) {
    notify(store, 'error', messageOf(thrown))
  }
}

export const controlRun = async (lab: Lab, run: RunRecord, control: RunControl): Promise<void> => {
  if (control === 'remove') await removeRun(lab, run)
  else if (control === 'repeat') await repeatRun(lab, run)
  else await ask(lab, `run.${control}`, { run: run.id })
}

/** The same config anew; where it goes is told. */
const repeatRun = async (lab: Lab, run: RunRecord): Promise<void> => {
  const again = await ask(lab, 'run.repeat', { run: run.id })
  if (again) notify(lab.store, 'info', `${again.name} is queued.`, { label: 'Show it', run: () => show(lab, { kind: 'run', run: again.id }) })
}

/** To the trash, with the way back. */
const removeRun = async (lab: Lab, run: RunRecord): Promise<void> => {
  try {
    await lab.connection.request('run.remove', { run: run.id })
    notify(lab.store, 'info', `${run.name} is in the trash.`, { label: 'Undo', run: () => void ask(lab, 'run.restore', { run: run.id }) })
  } catch (thrown) {
    notify(lab.store, 'error', messageOf(thrown))
  }
}

export const renameRun = async (lab: Lab, run: RunRecord, name: string): Promise<void> => {
  const trimmed = name.trim()
  if (trimmed && trimmed !== run.name) await ask(lab, 'run.rename', { run: run.id, name: trimmed })
}

/** Trains what is missing of a study: holes are queued, broken runs go on from their last checkpoint. Gives the runs. */
export const fillGrid = async (lab: Lab, cells: readonly GridCell[], userKeys: readonly string[]): Promise<string[]> => {
  const filled: string[] = []
  for (const { run, config } of cells) {
    if (run !== null) {
      await ask(lab, 'run.resume', { run: run.id })
      filled.push(run.id)
    } else if (config !== null) {
      const record = await ask(lab, 'run.enqueue', { config, userKeys: [...userKeys] })
      if (record === null) break
      filled.push(record.id)
    }
  }
  return filled
}

/** Ticks a run for the comparison, or takes the tick away. */
export const toggleInBasket = (lab: Lab, run: string): void =>
  lab.store.update((state) => ({
    ...state,
    basket: state.basket.includes(run) ? state.basket.filter((id) => id !== run) : [...state.basket, run],
    baseline: state.baseline === run && state.basket.includes(run) ? null : state.baseline,
  }))

export const clearBasket = (lab: Lab): void => lab.store.update((state) => ({ ...state, basket: [], baseline: null, view: { kind: 'notebook' } }))

/** Measures the compared runs against another one; the address says which. */
export const setBaseline = (lab: Lab, baseline: string | null): void => lab.store.update((state) => ({ ...state, baseline }))

export const show = (lab: Lab, view: View): void => {
  // The host reads what a comparison shows while the page draws what it knows of it.
  if (view.kind === 'comparison') void loadRuns(lab, lab.store.get().basket)
  lab.store.update((state) => ({ ...state, view, overlay: null }))
}
