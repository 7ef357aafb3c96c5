import { differentConditions, type Replay } from '../../../protocol/replay.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import type { RunOrigin } from './runOrigin.ts'

/** Runs of one config beside each other. */
export interface ReplayService {
  /** Trains the very config of a run anew, from where that one started. */
  repeat(run: string): RunRecord
  /** The other runs of the same config, and how far their numbers are the same; newest first. */
  replays(run: string): Replay[]
}

export const createReplays = ({ store, find, again, flush }: {
  store: Store
  find: (reference: string) => RunRecord
  /** Queues a run of the config whether or not there is one. */
  again: (run: RunRecord, origin: RunOrigin) => RunRecord
  flush: () => void
}): ReplayService => ({
  repeat: (reference) => {
    const run = find(reference)
    const { notebook, cell, userKeys, parentRun, parentStep } = run
    return again(run, { notebook, cell, userKeys, name: nameOfRepeat(run.name, store.runs.list()), ...(parentRun === null ? {} : { parentRun }), ...(parentStep === null ? {} : { parentStep }) })
  },
  replays: (reference) => {
    flush()
    const run = find(reference)
    return store.runs.byConfig(run.configHash)
      .filter(({ id, parentRun, parentStep }) => id !== run.id && parentRun === run.parentRun && parentStep === run.parentStep)
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .map((other) => ({ run: other.id, name: other.name, status: other.status, conditions: differentConditions(run, other), ...store.metrics.agreement(run.id, other.id) }))
  },
})

const nameOfRepeat = (name: string, runs: readonly RunRecord[]): string => {
  const plain = name.replace(/, again( \d+)?$/, '')
  const taken = new Set(runs.map((run) => run.name))
  for (let n = 1; ; n++) {
    const candidate = `${plain}, again${n === 1 ? '' : ` ${n}`}`
    if (!taken.has(candidate)) return candidate
  }
}
