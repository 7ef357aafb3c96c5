import type { RunRecord } from '../../../protocol/records.ts'
import { isLive } from './transitions.ts'

/**
 * Which run is next: one at a time, first queued first.
 * @param queued in the order of queueing
 * @param mayStart runs that others left in the queue wait for the app when the command line has only its own to do
 */
export const nextRun = (queued: readonly RunRecord[], mayStart: (run: string) => boolean): RunRecord | null =>
  queued.find(({ id }) => mayStart(id)) ?? null

/**
 * The run that an equal config already has: finished, else under way or waiting, else one that ended early and has a
 * checkpoint to go on from. One that ended early without a checkpoint may be tried anew.
 * @param sameConfig newest first
 * @param canResume whether a run has a checkpoint that it can go on from
 */
export const runToReuse = (sameConfig: readonly RunRecord[], canResume: (run: string) => boolean): RunRecord | null =>
  sameConfig.find(({ status }) => status === 'finished') ??
  sameConfig.find(({ status }) => status === 'queued' || isLive(status)) ??
  sameConfig.find(({ id }) => canResume(id)) ??
  null
