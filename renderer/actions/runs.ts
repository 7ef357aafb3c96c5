import type { MetricPoint, RunRecord } from '../../protocol/records.ts'
import type { GridCell } from '../../protocol/statistics/index.ts'
import { messageOf } from '../../protocol/errors.ts'
import type { View } from '../state/labState.ts'
import { addMedia, type RunControl } from '../state/runs.ts'
import { ask, type Lab } from './lab.ts'
import { notify } from './notices.ts'

/** Points a key that a chart is given at most; the host keeps first, last, minima and maxima. */
const pointLimit = 4000
const loading = new Map<string, Promise<void>>()

/** Brings a run's points, pictures and checkpoints to the page, once; live ones follow by themselves. */
export const loadRun = (lab: Lab, run: string): Promise<void> => {
  if (lab.metrics.isOpen(run)) return loading.get(run) ?? Promise.resolve()
  lab.metrics.open(run)
  const work = fetchRun(lab, run).finally(() => loading.delete(run))
  loading.set(run, work)
  return work
}

/** Reads again what events would have brought while the connection was away. */
export const reloadOpenRuns = async (lab: Lab): Promise<void> => {
  const { runs } = lab.store.get()
  await Promise.all(lab.metrics.openRuns().filter((run) => runs[run]).map((run) => fetchRun(lab, run)))
}

const fetchRun = async (lab: Lab, run: string): Promise<void> => {
  try {
    const [points, media, checkpoints] = await Promise.all([
      lab.connection.request('run.metrics', { run, keys: ['train.', 'eval.'], afterStep: -1, limit: pointLimit }),
      lab.connection.request('run.media', { run }),
      lab.connection.request('run.checkpoints', { run }),
    ])
    lab.metrics.load(run, byStep(points))
    lab.store.update((state) => ({ ...state, media: addMedia(state.media, media), checkpoints: { ...state.checkpoints, [run]: checkpoints } }))
  } catch (thrown) {
    notify(lab.store, 'error', messageOf(thrown))
  }
}

const byStep = (points: readonly MetricPoint[]): MetricPoint[] => [...points].sort((a, b) => a.step - b.step)

export const controlRun = async (lab: Lab, run: RunRecord, control: RunControl): Promise<void> => {
  await (control === 'remove' ? removeRun(lab, run) : ask(lab, `run.${control}`, { run: run.id }))
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

export const setBaseline = (lab: Lab, baseline: string | null): void => lab.store.update((state) => ({ ...state, baseline }))

export const show = (lab: Lab, view: View): void => lab.store.update((state) => ({ ...state, view, overlay: null }))
