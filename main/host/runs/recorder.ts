import type { KernelMessage } from '../../../protocol/kernelMessages.ts'
import type { MetricPoint } from '../../../protocol/records.ts'
import type { RunChanges } from '../../store/runRow.ts'
import type { Store } from '../../store/store.ts'
import type { Publish } from './publish.ts'

/** Longest that a measured number waits for its transaction. */
const batchMilliseconds = 250

type Message<Type extends KernelMessage['type']> = Extract<KernelMessage, { type: Type }>

/** Writes what a training run reports, many steps in one transaction. */
export interface Recorder {
  step(message: Message<'step'>): void
  evaluation(message: Message<'evaluation'>): void
  pictures(message: Message<'pictures'>): void
  checkpoint(message: Message<'checkpoint'>): void
  /** Writes and tells what waits. Whoever reads metrics calls it first. */
  flush(): void
}

/** @param onTrouble told when writing fails; what could not be written waits for the next flush */
export const createRecorder = ({ store, publish, now, onTrouble }: {
  store: Store
  publish: Publish
  now: () => number
  onTrouble: (thrown: unknown) => void
}): Recorder => {
  let points: MetricPoint[] = []
  let progress: { run: string; changes: RunChanges } | null = null
  let timer: NodeJS.Timeout | null = null

  const collect = (run: string, step: number, metrics: Record<string, number>): void => {
    if (progress && progress.run !== run) flush()
    if (progress?.run !== run) {
      // What a full disk did not take of an earlier run is lost: it must not become this run's.
      points = []
      progress = { run, changes: {} }
    }
    for (const [key, value] of Object.entries(metrics)) points.push({ step, key, value })
    timer ??= setTimeout(flush, batchMilliseconds).unref()
  }

  const flush = (): void => {
    if (timer) clearTimeout(timer)
    timer = null
    if (!progress) return
    const { run, changes } = progress
    const batch = points
    try {
      const record = store.transaction(() => {
        store.metrics.add(run, batch)
        return store.runs.update(run, { ...changes, heartbeat: now() })
      })
      points = []
      progress = null
      publish('metrics', { run, points: batch })
      publish('run', record)
    } catch (thrown) {
      onTrouble(thrown)
    }
  }

  /** What belongs to a step is written after the numbers of that step. */
  const keep = (work: () => void): void => {
    flush()
    try {
      work()
    } catch (thrown) {
      onTrouble(thrown)
    }
  }

  return {
    step: ({ run, step, metrics, elementsSeen, imagesSeen, millisecondsLeft }) => {
      collect(run, step, metrics)
      progress!.changes = { step, elementsSeen, imagesSeen, expectedEnd: now() + millisecondsLeft }
    },
    evaluation: ({ run, step, metrics }) => collect(run, step, metrics),
    pictures: ({ run, step, key, pictures }) => keep(() => publish('media', store.media.put(run, step, key, pictures))),
    checkpoint: ({ run, step, directory, sha256, bytes, kind }) => keep(() => {
      const checkpoint = { run, step, directory, sha256, bytes, kind, pinned: false, created: now() }
      store.checkpoints.put(checkpoint)
      publish('checkpoint', checkpoint)
    }),
    flush,
  }
}
