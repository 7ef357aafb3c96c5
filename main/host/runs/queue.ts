import type { RunRecord } from '../../../protocol/records.ts'

/**
 * Which run is next: one at a time, first queued first.
 * @param queued in the order of queueing
 * @param mayStart runs that others left in the queue wait for the app when the command line has only its own to do
 */
export const nextRun = (queued: readonly RunRecord[], mayStart: (run: string) => boolean): RunRecord | null =>
  queued.find(({ id }) => mayStart(id)) ?? null

/** The run that an equal config already has, finished, under way or waiting. What ended otherwise may be tried anew. */
export const runToReuse = (sameConfig: readonly RunRecord[]): RunRecord | null =>
  sameConfig.find(({ status }) => status === 'finished') ??
  sameConfig.find(({ status }) => status === 'queued' || status === 'preparing' || status === 'running' || status === 'paused') ??
  null
