import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { listAside } from './asideCheckpoints.ts'
import type { Publish } from './publish.ts'
import { runFolder } from './resumePoint.ts'
import { bestCheckpoint, planRetention } from './retention.ts'
import type { RetentionPlan, RetentionPolicy } from '../../../protocol/checkpoints.ts'

/** Which checkpoints of a run stay on the disk. */
export const createKeeping = ({ store, find, publish, home }: { store: Store; find: (reference: string) => RunRecord; publish: Publish; home: string }) => {
  const remove = ({ run, step, directory }: CheckpointRecord): void => {
    // Names with a dot are cleared at the next start of the run, should this one end here.
    const aside = join(dirname(directory), `.${basename(directory)}.removed`)
    if (existsSync(directory)) renameSync(directory, aside)
    store.checkpoints.remove(run, step)
    rmSync(aside, { recursive: true, force: true })
    publish('checkpoint.removed', { run, step })
  }

  const plan = (reference: string, policy: RetentionPolicy, metric?: string): RetentionPlan => {
    const { id } = find(reference)
    const checkpoints = store.checkpoints.list(id)
    return planRetention(checkpoints, policy, bestOf(store, id, checkpoints, metric), listAside(runFolder(home, id)))
  }
  return {
    plan,
    /** Removes what a plan drops; a checkpoint is gone from the list before its files are. */
    prune: (reference: string, policy: RetentionPolicy, metric?: string): RetentionPlan => {
      const found = plan(reference, policy, metric)
      found.drop.forEach(remove)
      if (policy.aside) for (const { directory } of found.aside) rmSync(directory, { recursive: true, force: true })
      return found
    },
    /** After a checkpoint: removes what the run's own policy drops. */
    thin: ({ id, config: { train: { keepLast, keepEvery, keepBest } } }: RunRecord): void => {
      if (keepLast === 0) return
      const checkpoints = store.checkpoints.list(id)
      if (checkpoints.length <= keepLast) return
      planRetention(checkpoints, { keepLast, every: keepEvery }, bestOf(store, id, checkpoints, keepBest || undefined, false)).drop.forEach(remove)
    },
    pin: (reference: string, step: number, pinned: boolean): CheckpointRecord => {
      const run = find(reference)
      const found = store.checkpoints.list(run.id).find((checkpoint) => checkpoint.step === step)
      if (!found) throw new InputError(`Run "${run.name}" has no checkpoint of step ${step}; it has those of ${store.checkpoints.list(run.id).map((checkpoint) => checkpoint.step).join(', ') || 'no step'}.`)
      const changed = { ...found, pinned }
      store.checkpoints.put(changed)
      publish('checkpoint', changed)
      return changed
    },
  }
}

/**
 * By the metric that was asked for, or the first of these that was measured.
 * @param demanded whether it is an error that the metric was not measured
 */
const bestOf = (store: Store, run: string, checkpoints: readonly CheckpointRecord[], metric: string | undefined, demanded = metric !== undefined): number | null => {
  for (const key of metric === undefined ? ['eval.epsilonMse', 'eval.text', 'train.loss'] : [metric]) {
    const best = bestCheckpoint(checkpoints, store.metrics.read(run, [key], -1, Number.MAX_SAFE_INTEGER), key)
    if (best !== null) return best
  }
  if (demanded) throw new InputError(`"${metric}" was not measured at any checkpoint of this run; choose another metric.`)
  return null
}
