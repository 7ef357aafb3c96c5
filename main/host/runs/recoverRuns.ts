import type { Store } from '../../store/store.ts'
import { resumePoint } from './resumePoint.ts'
import { isLive } from './transitions.ts'

/**
 * Marks as crashed the runs that were under way when the last host ended: their kernel ended with it.
 * @returns a sentence for each
 */
export const recoverRuns = (store: Store, now: number): string[] =>
  store.runs.list().filter(({ status }) => isLive(status)).reverse().map((run) => {
    const step = resumePoint(store.checkpoints.list(run.id))?.step ?? null
    const remedy = step === null ? 'it had no checkpoint yet, so resuming starts from step 0' : `resume from step ${step}`
    store.runs.update(run.id, {
      status: 'crashed', ended: run.heartbeat ?? now, expectedEnd: null,
      reason: `The app ended while this run was ${run.status}; ${remedy}.`,
    })
    return `Run "${run.name}" was ${run.status} when the app last ended; ${remedy}.`
  })
