import type { CellOutput } from '../../protocol/notebook.ts'
import type { ConfigBook } from './configBook.ts'
import type { Picture } from './api/generation.ts'
import type { Run } from './api/runs.ts'
import { InputError } from '../../protocol/errors.ts'
import type { MediaRecord } from '../../protocol/records.ts'
import type { LabCallName, LabCalls, RunFacts } from './workerMessages.ts'

/** What the parts of the `lab` API share. */
export interface LabContext {
  book: ConfigBook
  call<Name extends LabCallName>(name: Name, input: LabCalls[Name]['in']): Promise<LabCalls[Name]['out']>
  emit(output: CellOutput): void
  /** Values that were shown as they were made, so that a last expression does not show them twice. */
  shown: WeakSet<object>
}

/** A run as cells see it. */
export const runOf = ({ record, metrics }: RunFacts): Run =>
  Object.freeze({
    id: record.id, name: record.name, config: record.config, status: record.status, reason: record.reason, remarks: Object.freeze([...record.remarks]), step: record.step,
    parameters: record.parameters, elementsSeen: record.elementsSeen, imagesSeen: record.imagesSeen,
    metrics: Object.freeze({ ...metrics }),
  })

export const isRun = (value: unknown): value is Run =>
  typeof value === 'object' && value !== null && 'id' in value && 'config' in value && 'status' in value && 'metrics' in value

/** A run's id, from the run or from what the user wrote for it. */
export const runReference = (run: unknown, call: string): string => {
  if (typeof run === 'string') return run
  if (isRun(run)) return run.id
  if (isPromise(run)) throw new InputError(`${call} got a promise; write "await" before lab.train(…) or lab.sweep(…).`)
  if (Array.isArray(run)) throw new InputError(`${call} takes one run, not a list; write runs[0], or loop over them.`)
  throw new InputError(`${call} takes a run: what lab.train(…) gives, or a run's name or id.`)
}

/** What a title calls a run: in a loop over several, each picture must say whose it is. */
export const runTitle = (run: unknown): string => (isRun(run) ? run.name : String(run))

export const isPromise = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'

export const pictureOf = ({ sha256, width, height, text, reference, wav }: MediaRecord): Picture =>
  ({ sha256, width, height, text, reference, ...(wav === undefined ? {} : { wav }) })

/** A whole number of at least one, or the default. */
export const countOf = (value: unknown, initial: number, call: string): number => {
  if (value === undefined) return initial
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1) throw new InputError(`${call}: count is ${JSON.stringify(value)}; it must be a whole number of at least 1.`)
  return value
}
