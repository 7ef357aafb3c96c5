import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import type { HostMessage, KernelMessage } from '../../../protocol/kernelMessages.ts'
import type { RunRecord, RunStatus } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { latentCacheFolder } from '../home.ts'
import { autoencoderFolder } from './autoencoderOf.ts'
import { isIntact } from './checkpointCheck.ts'
import { diskTrouble } from './diskTrouble.ts'
import { exitReason } from './exitReason.ts'
import { checkpointOf } from './exports.ts'
import { gitRecord } from './gitRecord.ts'
import type { KernelExit } from './kernelProcess.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import { nextRun } from './queue.ts'
import type { Recorder } from './recorder.ts'
import { setLaterCheckpointsAside } from './asideCheckpoints.ts'
import { resumePoint, runFolder } from './resumePoint.ts'
import { reasonToStop } from './stopRules.ts'
import type { RunBook } from './runBook.ts'

const heartbeatMilliseconds = 5000

/** Takes queued runs to the kernel, one at a time, and follows them to their end. */
export interface Training {
  /** The run in the kernel, if any. */
  readonly current: string | null
  /** Starts the next run, if the kernel is free. */
  pump(): void
  receive(message: KernelMessage): void
  kernelCrashed(exit: KernelExit): void
  /** Whether the current run was asked to stop. */
  readonly stopping: boolean
  /** Asks the current run to stop after a checkpoint; asked twice, it is ended at once. */
  stopCurrent(reason: string): void
  /** The disk failed: stops the current run, and says why at its end. */
  trouble(thrown: unknown): void
  /** Starts no more runs. */
  close(): void
}

interface Current {
  run: string
  /** Why it was asked to stop. */
  stopReason: string | null
  trouble: string | null
  end: () => void
}

export const createTraining = ({ store, book, recorder, publish, now, home, kernel, mayStart, thin }: {
  store: Store
  book: RunBook
  recorder: Recorder
  publish: Publish
  now: () => number
  home: string
  kernel: () => KernelSupervisor
  mayStart: (run: string) => boolean
  /** Removes the checkpoints that the run's policy drops. */
  thin: (run: RunRecord) => void
}): Training => {
  let current: Current | null = null
  let closed = false

  const pump = (): void => {
    while (!current && !closed) {
      const next = nextRun(store.runs.queued().filter(({ id }) => book.get(id).status === 'queued'), mayStart)
      if (!next) return store.tidy()
      begin(next)
    }
  }

  const begin = (run: RunRecord): void => {
    const directory = runFolder(home, run.id)
    const message = prepare(run, directory)
    if (message === null) return
    book.move(run.id, 'preparing', { started: now(), ended: null, reason: null, expectedEnd: null, heartbeat: now(), git: gitRecord() })
    const heartbeat = setInterval(() => void book.change(run.id, { heartbeat: now() }), heartbeatMilliseconds).unref()
    const release = kernel().hold(run.name)
    const end = (): void => {
      clearInterval(heartbeat)
      current = null
      release()
    }
    current = { run: run.id, stopReason: null, trouble: null, end }
    kernel().send(message)
  }

  const prepare = (run: RunRecord, directory: string): HostMessage | null => {
    try {
      mkdirSync(directory, { recursive: true })
      const point = resumePoint(store.checkpoints.list(run.id), isIntact)
      setLaterCheckpointsAside(directory, point?.step ?? 0)
      const forkFrom = point === null && run.parentRun !== null && run.parentStep !== null ? checkpointOf(book.get(run.parentRun), store.checkpoints.list(run.parentRun), run.parentStep).directory : null
      // A checkpoint holds its autoencoder, so only a run from the start needs another run's.
      const autoencoder = point || forkFrom !== null ? null : autoencoderFolder(run.config, store.runs.list(), (of) => store.checkpoints.list(of))
      return { type: 'train', run: run.id, config: run.config, directory, resumeFrom: point?.directory ?? null, autoencoder, latentCache: latentCacheFolder(home), ...(forkFrom === null ? {} : { forkFrom }) }
    } catch (thrown) {
      const reason = thrown instanceof InputError ? thrown.message : diskTrouble(thrown, directory)
      if (reason === null) throw thrown
      book.move(run.id, 'failed', { reason, ended: now() })
      return null
    }
  }

  const finish = (status: RunStatus, reason: string | null, step?: number): void => {
    recorder.flush()
    if (!current) return
    const { run, trouble, end } = current
    end()
    const changes = { ended: now(), expectedEnd: null, ...(step === undefined ? {} : { step }) }
    if (trouble !== null) book.move(run, 'failed', { ...changes, reason: trouble })
    else book.move(run, status, { ...changes, reason })
    pump()
  }

  const started = (message: Extract<KernelMessage, { type: 'started' }>): void => {
    const { run, step, parameters, engine, datasetHash, problems } = message
    store.truncateAfter(run, step)
    book.move(run, 'running', { reason: null, step, parameters, engine, datasetHash })
    const [first] = problems
    if (!first) return
    writeFileSync(join(runFolder(home, run), 'skipped-files.json'), JSON.stringify(problems, null, 2))
    book.remark(run, `${problems.length === 1 ? `The file ${first.file} was` : `${problems.length} files, such as ${first.file}, were`} skipped: ${first.reason}; Data beside the config lists all that cannot be used.`)
  }

  const keepCheckpoint = (message: Extract<KernelMessage, { type: 'checkpoint' }>): void => {
    recorder.checkpoint(message)
    try {
      thin(book.get(message.run))
    } catch (thrown) {
      trouble(thrown)
    }
  }

  const stopCurrent: Training['stopCurrent'] = (reason) => {
    if (!current) return
    const twice = current.stopReason !== null
    current.stopReason = reason
    if (twice) kernel().kill()
    else kernel().send({ type: 'stop' })
  }

  /** A rule that stops a run whose training has reached its end anyway would only call it cancelled. */
  const obeyRules = (run: string): void => {
    const { config, step } = book.get(run)
    if (current?.stopReason != null || (config.train.stopPlateau === 0 && config.train.stopDivergence === 0)) return
    recorder.flush()
    const reason = reasonToStop(config, (key) => store.metrics.read(run, [key], -1, Number.MAX_SAFE_INTEGER).filter((point) => point.key === key))
    if (reason !== null && step < config.train.steps) stopCurrent(reason)
  }

  const trouble: Training['trouble'] = (thrown) => {
    const sentence = diskTrouble(thrown, home)
    if (sentence === null) throw thrown
    if (!current || current.trouble !== null) return
    current.trouble = sentence
    kernel().send({ type: 'stop' })
  }

  /** What the disk refuses stops the run, with the reason. */
  const watched = (work: () => void): void => {
    try {
      work()
    } catch (thrown) {
      trouble(thrown)
    }
  }

  const receive = (message: KernelMessage): void => {
    // What a killed run still had on its way is of no use.
    if (!('run' in message) || message.run !== current?.run) return
    switch (message.type) {
      case 'preparing': return publish('progress', { run: message.run, stage: message.stage, done: message.done, total: message.total })
      case 'remark': return book.remark(message.run, message.text)
      case 'started': return watched(() => started(message))
      case 'step': return recorder.step(message)
      case 'evaluation':
        recorder.evaluation(message)
        return obeyRules(message.run)
      case 'pictures': return recorder.pictures(message)
      case 'checkpoint': return keepCheckpoint(message)
      case 'paused': case 'continued':
        recorder.flush()
        return void book.move(message.run, message.type === 'paused' ? 'paused' : 'running', { step: message.step, expectedEnd: null, reason: message.type === 'paused' ? (message.reason ?? null) : null })
      case 'finished': return finish('finished', null, message.step)
      case 'stopped': return finish('cancelled', current.stopReason ?? `Stopped at step ${message.step}.`, message.step)
      case 'failed': {
        // A run that cannot be resumed has lost none of the steps that it had done.
        const step = book.get(message.run).status === 'preparing' ? undefined : message.step
        return finish('failed', diskTrouble(message.reason, runFolder(home, message.run)) ?? message.reason, step)
      }
    }
  }

  return {
    get current() {
      return current?.run ?? null
    },
    get stopping() {
      return (current?.stopReason ?? null) !== null
    },
    pump,
    receive,
    kernelCrashed: (exit) => {
      if (!current) return
      const step = resumePoint(store.checkpoints.list(current.run))?.step ?? null
      if (current.stopReason !== null) finish('cancelled', `${current.stopReason} ${step === null ? 'It had no checkpoint yet.' : `Its last checkpoint is of step ${step}.`}`)
      else finish('crashed', exitReason(exit, step))
    },
    stopCurrent,
    trouble,
    close: () => {
      closed = true
    },
  }
}
