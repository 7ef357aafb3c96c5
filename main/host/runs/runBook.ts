import type { RunRecord, RunStatus } from '../../../protocol/records.ts'
import type { RunChanges } from '../../store/runRow.ts'
import type { Store } from '../../store/store.ts'
import { diskTrouble } from './diskTrouble.ts'
import type { Publish } from './publish.ts'
import { checkTransition, isEnded } from './transitions.ts'

/** So often is written again what a full disk did not take. */
const retryMilliseconds = 2000

/** The records of runs: every change is checked, written and told in one place. */
export interface RunBook {
  get(id: string): RunRecord
  /** @throws Error when the status may not follow the one before */
  move(id: string, status: RunStatus, changes?: RunChanges): RunRecord
  change(id: string, changes: RunChanges): RunRecord
  /** Tells a sentence that the user should know of a run that goes on all the same, and keeps it with the run, once. */
  remark(id: string, text: string): void
  /** Writes what a full disk did not take, if it does now. */
  settle(): void
  close(): void
  /** Resolves at once when the run has ended already. */
  whenEnded(id: string): Promise<RunRecord>
}

export const createRunBook = ({ store, publish, home }: { store: Store; publish: Publish; home: string }): RunBook => {
  const waiting = new Map<string, ((run: RunRecord) => void)[]>()

  const get = (id: string): RunRecord => {
    const run = store.runs.get(id)
    if (!run) throw new Error(`no run ${id} in the store`)
    return run
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

  /** Changes that a full disk did not take, by run. */
  const unwritten = new Map<string, RunChanges>()
  let timer: NodeJS.Timeout | null = null

  /** A full disk must not keep anybody waiting: the change is told, and written as soon as there is room. */
  const write = (id: string, changes: RunChanges): RunRecord => {
    const all = { ...unwritten.get(id), ...changes }
    try {
      const run = store.runs.update(id, all)
      unwritten.delete(id)
      return run
    } catch (thrown) {
      const reason = diskTrouble(thrown, home)
      if (reason === null) throw thrown
      timer ??= setTimeout(retry, retryMilliseconds).unref()
      unwritten.set(id, { ...all, reason })
      return { ...get(id), ...all, reason }
    }
  }

  const settle = (): void => {
    for (const [id, changes] of [...unwritten]) {
      const gone = store.runs.get(id) === null
      if (gone) unwritten.delete(id)
      else write(id, changes)
      if (!gone && !unwritten.has(id)) publish('run', get(id))
    }
  }

  const retry = (): void => {
    timer = null
    settle()
  }

  return {
    get,
    move: (id, status, changes = {}) => {
      checkTransition(get(id), status)
      return change(id, { ...changes, status })
    },
    change,
    remark: (id, text) => {
      const remarks = unwritten.get(id)?.remarks ?? get(id).remarks
      if (!remarks.includes(text)) change(id, { remarks: [...remarks, text] })
      publish('remark', { run: id, text })
    },
    settle,
    close: () => {
      if (timer) clearTimeout(timer)
    },
    whenEnded: (id) => new Promise((resolve) => {
      const run = get(id)
      if (isEnded(run.status)) resolve(run)
      else waiting.set(id, [...(waiting.get(id) ?? []), resolve])
    }),
  }
}
