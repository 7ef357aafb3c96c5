import type { CheckpointReading, FilmStrip, RetentionPlan, RetentionPolicy } from '../../protocol/checkpoints.ts'
import type { CheckpointRecord } from '../../protocol/records.ts'
import { notify } from './notices.ts'
import { ask, type Lab } from './lab.ts'

/** Keeps a checkpoint whatever comes, or lets it go again. */
export const pinCheckpoint = async (lab: Lab, { run, step, pinned }: CheckpointRecord): Promise<void> => {
  await ask(lab, 'run.pin', { run, step, pinned: !pinned })
}

/** @param metric what the best is judged by; empty: what was measured */
export const planPruning = (lab: Lab, run: string, policy: RetentionPolicy, metric: string): Promise<RetentionPlan | null> => ask(lab, 'run.plan', { run, policy, ...(metric === '' ? {} : { metric }) })

export const prune = (lab: Lab, run: string, policy: RetentionPolicy, metric: string): Promise<RetentionPlan | null> => ask(lab, 'run.prune', { run, policy, ...(metric === '' ? {} : { metric }) })

export const readTensors = (lab: Lab, run: string, step: number, against: number | null): Promise<CheckpointReading | null> =>
  ask(lab, 'run.tensors', { of: `${run}@${step}`, against: against === null ? null : `${run}@${against}` })

/** @param prompts none takes those of the newest sample sheet */
export const drawFilmStrip = (lab: Lab, run: string, prompts: string[]): Promise<FilmStrip | null> => ask(lab, 'run.filmStrip', { run, prompts })

/** Brings a bundle or weights home, from the host's disk. @param changes lines KEY=VALUE */
export const importPath = async (lab: Lab, path: string, changes: string): Promise<{ run: string } | null> => {
  const settings = changes.split(/\s+/).filter(Boolean).map((line): [string, unknown] => {
    const [key = '', ...rest] = line.split('=')
    const text = rest.join('=')
    try {
      return [key, JSON.parse(text)]
    } catch {
      return [key, text]
    }
  })
  const imported = await ask(lab, 'run.import', { path: path.trim(), ...(settings.length > 0 ? { changes: Object.fromEntries(settings) } : {}) })
  if (!imported) return null
  // A bundle brings its notebook along.
  const notebooks = await ask(lab, 'notebook.list', null)
  if (notebooks) lab.store.update((state) => ({ ...state, notebooks }))
  notify(lab.store, 'info', imported.run.reason ?? `${imported.run.name} is here.`)
  return { run: imported.run.id }
}
