import type { RunRecord, RunStatus } from '../../../protocol/records.ts'
import type { RunChanges } from '../../store/runRow.ts'
import type { Store } from '../../store/store.ts'
import { diskTrouble } from './diskTrouble.ts'
import type { Publish } from './publish.ts'
import { checkTransition, isEnded } from './transitions.ts'

/** How long until what a full disk did not take is tried again. */
const retryMilliseconds = 1000

/** The records of runs: every change is checked, written and told in one place. */
export interface RunBook {
  get(id: string): RunRecord
  /** @throws Error when the status may not follow the one before */
  move(id: string, status: RunStatus, changes?: RunChanges): RunRecord
  change(id: string, changes: RunChanges): RunRecord
  /** Resolves at once when the run has ended already. */
  whenEnded(id: string): Promise<RunRecord>
}

export const createRunBook = ({ store, publish, home }: { store: Store; publish: Publish; home: string }): RunBook => {
  const waiting = new Map<string, ((run: RunRecord) => void)[]>()
  /** Changes that the disk has not taken yet, by run. */
  const unwritten = new Map<string, RunChanges>()

  const get = (id: string): RunRecord => {
    const run = store.runs.get(id)
    if (!run) throw new Error(`no run ${id} in the store`)
    return { ...run, ...unwritten.get(id) }
  }

  const change = (id: string, changes: RunChanges): RunRecord => {
    const run = write(id, changes)
    publish('run', run)
    if (isEnded(run.status)) {
      for (const resolve of waiting.get(id) ?? []) resolve(run)
      waiting.delete(id)
    }
    return run
  }

  /** A full disk must not keep anybody waiting: the change holds and is told, and is written as soon as there is room. */
  const write = (id: string, changes: RunChanges): RunRecord => {
    const all = { ...unwritten.get(id), ...changes }
    try {
      const run = store.runs.update(id, all)
      unwritten.delete(id)
      return run
    } catch (thrown) {
      const trouble = diskTrouble(thrown, home)
      if (trouble === null) throw thrown
      if (unwritten.size === 0) later()
      unwritten.set(id, { ...all, reason: trouble })
      return get(id)
    }
  }

  const later = (): void => void setTimeout(() => {
    for (const id of [...unwritten.keys()]) write(id, {})
    if (unwritten.size > 0) later()
  }, retryMilliseconds).unref()

  return {
    get,
    move: (id, status, changes = {}) => {
      checkTransition(get(id), status)
      return change(id, { ...changes, status })
    },
    change,
    whenEnded: (id) => new Promise((resolve) => {
      const run = get(id)
      if (isEnded(run.status)) resolve(run)
      else waiting.set(id, [...(waiting.get(id) ?? []), resolve])
    }),
  }
}
