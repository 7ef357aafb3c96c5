import type { MediaRecord, RunRecord, RunStatus } from '../../protocol/records.ts'

/** What can be done with a run, by status. One table feeds buttons and menus. */
export type RunControl = 'pause' | 'continue' | 'stop' | 'resume' | 'repeat' | 'remove'

export const runControls: Record<RunStatus, readonly RunControl[]> = {
  queued: ['stop'],
  preparing: ['stop'],
  running: ['pause', 'stop'],
  paused: ['continue', 'stop'],
  finished: ['repeat', 'remove'],
  failed: ['resume', 'repeat', 'remove'],
  cancelled: ['resume', 'repeat', 'remove'],
  crashed: ['resume', 'repeat', 'remove'],
}

export const isActive = ({ status }: RunRecord): boolean => ['queued', 'preparing', 'running', 'paused'].includes(status)

/** Share of the steps that are done, 0 to 1. */
export const runFraction = ({ step, config, status }: RunRecord): number =>
  status === 'finished' ? 1 : Math.min(1, step / Math.max(1, config.train.steps))

/** Newest first: ids are ULIDs, which sort by creation. */
export const newestFirst = (runs: Record<string, RunRecord>): RunRecord[] =>
  Object.values(runs).sort((a, b) => (a.id < b.id ? 1 : -1))

/** The media of a run with new ones added; a picture drawn again replaces the old one. */
export const addMedia = (all: Record<string, MediaRecord[]>, added: readonly MediaRecord[]): Record<string, MediaRecord[]> => {
  const next = { ...all }
  for (const [run, media] of Object.entries(Object.groupBy(added, (item) => item.run))) {
    const place = ({ step, key, index }: MediaRecord): string => `${key} ${step} ${index}`
    const byPlace = new Map([...(all[run] ?? []), ...media!].map((item) => [place(item), item]))
    next[run] = [...byPlace.values()].sort((a, b) => a.step - b.step || (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
  }
  return next
}

/** Steps at which a run has pictures of a key, in order. */
export const mediaSteps = (media: readonly MediaRecord[], key: string): number[] =>
  [...new Set(media.filter((item) => item.key === key).map(({ step }) => step))].sort((a, b) => a - b)

/** The step to show for a wanted one: the last that is not after it, else the first. */
export const stepAtOrBefore = (steps: readonly number[], wanted: number): number | undefined =>
  steps.findLast((step) => step <= wanted) ?? steps[0]
