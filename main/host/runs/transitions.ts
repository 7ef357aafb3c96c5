import { InputError } from '../../../protocol/errors.ts'
import { runTransitions, type RunRecord, type RunStatus } from '../../../protocol/records.ts'

/** Under way in a kernel. */
export const isLive = (status: RunStatus): boolean => status === 'preparing' || status === 'running' || status === 'paused'

/** Over, well or badly. */
export const isEnded = (status: RunStatus): boolean => !isLive(status) && status !== 'queued'

/** @throws Error when no run may go from the one status to the other: a bug in the host */
export const checkTransition = (run: RunRecord, to: RunStatus): void => {
  if (!runTransitions[run.status].includes(to)) throw new Error(`run ${run.id} cannot go from ${run.status} to ${to}`)
}

/** @throws InputError when the run is not in a status in which the action makes sense */
export const demand = (run: RunRecord, allowed: readonly RunStatus[], action: string): void => {
  if (!allowed.includes(run.status)) {
    throw new InputError(`Run "${run.name}" is ${run.status} and cannot be ${action}; only a ${orList(allowed)} run can.`)
  }
}

const orList = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
