import { parseConfig } from '../config/index.ts'
import type { RunStatus } from '../records.ts'
import type { ComparedRun } from './variants.ts'

let count = 0

/** For tests: a finished run of a config written by dotted keys. Later calls make newer runs. */
export const comparedRun = (changes: Record<string, unknown>, metrics: Record<string, number>, status: RunStatus = 'finished'): ComparedRun => {
  const id = `run${String(++count).padStart(4, '0')}`
  return { id, name: id, status, step: 10, config: parseConfig(changes), metrics: new Map(Object.entries(metrics)) }
}
