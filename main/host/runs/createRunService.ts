import { monotonicFactory } from 'ulid'
import { forkChanges, type RunConfig } from '../../../protocol/config/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { appVersion } from './appRoot.ts'
import { pinAutoencoder } from './autoencoderOf.ts'
import { createCheckpointBrowsing } from './checkpointBrowsing.ts'
import { createCheckpointRequests } from './checkpointRequests.ts'
import { configHash } from './configHash.ts'
import { createExports } from './exports.ts'
import { createImports } from './imports.ts'
import { findRun } from './findRun.ts'
import { forkPoint } from './forkPoint.ts'
import { createInspectionRequests } from './inspectionRequests.ts'
import type { SpawnKernel } from './kernelProcess.ts'
import { createKeeping } from './keeping.ts'
import { createKernelSupervisor, type KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import type { QueueState } from '../../../protocol/queue.ts'
import { runToReuse } from './queue.ts'
import { createRecorder } from './recorder.ts'
import { rehashConfigs } from './rehashConfigs.ts'
import { recoverRuns } from './recoverRuns.ts'
import { createRunBook } from './runBook.ts'
import { resumePoint } from './resumePoint.ts'
import { runName } from './runName.ts'
import { createDatasets } from './datasets.ts'
import { createReplays } from './replays.ts'
import { createRunTableService } from './runTable.ts'
import type { RunOrigin } from './runOrigin.ts'
import type { RunService } from './runService.ts'
import { createTraining, type Training } from './training.ts'
import { demand, isLive } from './transitions.ts'
import { withCanonicalMask } from './canonicalMask.ts'

export interface RunServiceOptions {
  store: Store
  spawnKernel: SpawnKernel
  /** Folder that holds `runs/`. */
  home: string
  publish: Publish
  now?: () => number
  /** Whether runs that wait in the queue from before are started too. */
  startWaiting?: boolean
  idleMilliseconds?: number
}

export interface ClosableRunService extends RunService {
  /** A sentence for each thing that was found on start. */
  readonly notices: string[]
  /** Stops the current run after a checkpoint, and the kernel. */
  close(): Promise<void>
}

/** How long a closing app waits for the last checkpoint. */
const closeMilliseconds = 15_000

/** Runs, their queue and the kernel behind them. There must be only one at a time in a home. */
export const createRunService = ({ store, spawnKernel, home, publish, now = Date.now, startWaiting = true, idleMilliseconds }: RunServiceOptions): ClosableRunService => {
  const ulid = monotonicFactory()
  const notices = recoverRuns(store, now())
  rehashConfigs(store)
  const mine = new Set(startWaiting ? store.runs.queued().map(({ id }) => id) : [])
  let held = false
  const queue = (): QueueState => ({ runs: store.runs.queued().map(({ id }) => id), held })
  const book = createRunBook({ store, publish, home })
  const recorder = createRecorder({ store, publish, now, onTrouble: (thrown) => training.trouble(thrown) })
  const kernel: KernelSupervisor = createKernelSupervisor({
    spawnKernel: () => spawnKernel(home), publish, onMessage: (message) => training.receive(message), onCrash: (exit) => training.kernelCrashed(exit),
    ...(idleMilliseconds === undefined ? {} : { idleMilliseconds }),
  })
  const training: Training = createTraining({ store, book, recorder, publish, now, home, kernel: () => kernel, mayStart: (run) => !held && mine.has(run), thin: (run) => keeping.thin(run) })

  const find = (reference: string): RunRecord => {
    book.settle()
    // The page asks by id, which needs no look at all the others.
    const exact = store.runs.isTrashed(reference) ? null : store.runs.get(reference)
    return exact ?? findRun(store.runs.list(), reference)
  }

  const start = (run: string): RunRecord => {
    mine.add(run)
    training.pump()
    return book.get(run)
  }

  const create: RunService['enqueue'] = (config, origin) => {
    const run: RunRecord = {
      id: ulid(now()),
      name: origin.name ?? runName(config, origin.namedKeys ?? origin.userKeys, store.runs.list()),
      tags: [], notes: '', notebook: origin.notebook, cell: origin.cell, config, configHash: configHash(config), userKeys: origin.userKeys,
      status: 'queued', reason: null, remarks: [], step: 0, elementsSeen: 0, imagesSeen: 0, parameters: null, expectedEnd: null, engine: null,
      datasetHash: null, git: null, appVersion, parentRun: origin.parentRun ?? null, parentStep: origin.parentStep ?? null, created: now(), started: null, ended: null, heartbeat: null,
    }
    store.runs.insert(run)
    publish('run', run)
    return run
  }

  const keeping = createKeeping({ store, find, publish, home })

  const enqueue = (given: RunConfig, origin: RunOrigin, again: boolean): RunRecord => {
    // A fork has its autoencoder from its parent's checkpoint, whether or not the run that trained it is still there.
    const config = withCanonicalMask(origin.parentRun ? given : pinAutoencoder(given, store.runs.list()))
    const same = store.runs.byConfig(configHash(config)).filter(({ parentRun, parentStep }) => parentRun === (origin.parentRun ?? null) && parentStep === (origin.parentStep ?? null))
    const known = again ? null : runToReuse(same, (run) => resumePoint(store.checkpoints.list(run)) !== null)
    if (!known) return start(create(config, origin).id)
    return known.status === 'finished' || isLive(known.status) ? known : resume(known)
  }

  const resume = ({ id, status }: RunRecord): RunRecord => {
    if (status !== 'queued') {
      store.runs.enqueue(id)
      book.move(id, 'queued', { reason: null, ended: null, expectedEnd: null })
    }
    return start(id)
  }

  queueMicrotask(() => training.pump())

  return {
    ...createCheckpointRequests({ store, kernel, publish, find, home }),
    ...keeping,
    ...createExports({ store, kernel, publish, find, home }),
    ...createCheckpointBrowsing({ store, kernel, publish, find }),
    ...createImports({ store, kernel, publish, home, now }),
    ...createRunTableService({ store, publish, find, flush: recorder.flush }),
    ...createDatasets({ kernel, publish, find }),
    ...createReplays({ store, find, again: (run, origin) => enqueue(run.config, origin, true), flush: recorder.flush }),
    ...createInspectionRequests({ store, kernel, publish, find }),
    notices,
    enqueue: (config, origin, again = false) => enqueue(config, origin, again),
    fork: (from, change, origin, again = false) => {
      const { run: parent, checkpoint } = forkPoint(from, find, (run) => store.checkpoints.list(run))
      const config = change(parent.config)
      const changed = forkChanges(parent.config, config, checkpoint.step)
      keeping.pin(parent.id, checkpoint.step, true)
      const name = origin.name ?? `${runName(config, changed, store.runs.list())}, from step ${checkpoint.step} of ${parent.name}`
      const userKeys = [...new Set([...parent.userKeys, ...changed])].sort()
      return { run: enqueue(config, { ...origin, name, userKeys, parentRun: parent.id, parentStep: checkpoint.step }, again), changed }
    },
    queue,
    orderQueue: (runs) => {
      store.runs.order(runs)
      publish('queue', queue())
    },
    holdQueue: (hold) => {
      held = hold
      publish('queue', queue())
      if (!held) training.pump()
    },
    whenEnded: (run) => book.whenEnded(find(run).id),
    list: () => {
      book.settle()
      return store.runs.list()
    },
    find,
    metrics: (run, keys, afterStep, limit) => {
      recorder.flush()
      return store.metrics.read(find(run).id, keys, afterStep, limit)
    },
    curves: (run, keys, range, spans) => {
      recorder.flush()
      return store.metrics.curves(find(run).id, keys, range, spans)
    },
    lastMetrics: (run) => {
      recorder.flush()
      return store.metrics.last(find(run).id)
    },
    media: (run) => store.media.list(find(run).id),
    checkpoints: (run) => store.checkpoints.list(find(run).id),
    pause: (reference) => {
      demand(find(reference), ['running'], 'paused')
      kernel.send({ type: 'pause' })
    },
    continue: (reference) => {
      demand(find(reference), ['paused'], 'continued')
      kernel.send({ type: 'continue' })
    },
    stop: (reference) => {
      const run = find(reference)
      demand(run, ['queued', 'preparing', 'running', 'paused'], 'stopped')
      if (run.status === 'queued') book.move(run.id, 'cancelled', { reason: 'Taken out of the queue.', ended: now() })
      else training.stopCurrent('Stopped by you.')
    },
    resume: (reference) => {
      const run = find(reference)
      if (isLive(run.status)) return run
      if (run.status !== 'queued') demand(run, ['failed', 'cancelled', 'crashed'], 'resumed')
      return resume(run)
    },
    rename: (reference, name) => {
      if (name.trim() === '') throw new InputError('A run needs a name; write at least one letter.')
      book.change(find(reference).id, { name: name.trim() })
    },
    remove: (reference) => {
      const run = find(reference)
      if (isLive(run.status)) throw new InputError(`Run "${run.name}" is ${run.status}; stop it before you remove it.`)
      if (run.status === 'queued') book.move(run.id, 'cancelled', { reason: 'Taken out of the queue.', ended: now() })
      store.runs.trash(run.id, now())
      publish('run.removed', { run: run.id })
    },
    restore: (id) => {
      if (!store.runs.isTrashed(id)) throw new InputError(`There is no run ${id} in the trash.`)
      store.runs.restore(id)
      publish('run', book.get(id))
    },
    picture: (sha256) => store.media.bytes(sha256),
    close: async () => {
      training.close()
      const { current } = training
      if (current !== null) {
        if (!training.stopping) training.stopCurrent('The app was closed; resuming goes on from the last checkpoint.')
        const timer = setTimeout(() => kernel.kill(), closeMilliseconds)
        await book.whenEnded(current)
        clearTimeout(timer)
      }
      await kernel.close()
      recorder.flush()
      book.settle()
      book.close()
    },
  }
}
