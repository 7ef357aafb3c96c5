import { setImmediate } from 'node:timers/promises'
import path from 'node:path'
import { configDifference, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import type { PictureCoder } from '../autoencoder/coder.ts'
import { encoderHash, loadFrozen } from '../autoencoder/frozen.ts'
import { StoppedWhileEncoding, withLatentCache } from '../autoencoder/latentCache.ts'
import { keepLatentScale, openCoder } from '../autoencoder/pictureSpace.ts'
import { autoencoderTask } from '../autoencoder/task.ts'
import type { Dataset } from '../data/document.ts'
import { openDataset } from '../data/open.ts'
import type { Compiled, Engine, State } from '../engine/engine.ts'
import { openEngineFor } from '../planning/engines/open.ts'
import { requireRoom } from '../generation/prompt.ts'
import { usualModality } from '../generation/prompts.ts'
import { itemElements } from '../generation/reading/passage.ts'
import { countParameters } from '../model/parameters.ts'
import { BackgroundSaver } from './backgroundSaver.ts'
import { loadCheckpoint, type Progress } from './checkpoint.ts'
import type { RunControl } from './control.ts'
import { Eta } from './eta.ts'
import { forkState } from './fork.ts'
import { learningRate } from './learningRate.ts'
import { inGigabytes, refuseWithoutMemory } from './memoryNeed.ts'
import { findNonFinite } from './nonFinite.ts'
import type { Task } from './task.ts'
import { initialOf } from './programOf.ts'
import { untilTrained } from './untilTrained.ts'
import { transfusionTask } from './transfusionTask.ts'

export interface RunOptions {
  run: string
  config: RunConfig
  /** The run's folder; checkpoints go into `checkpoints` in it. */
  directory: string
  resumeFrom: string | null
  /** The checkpoint of the autoencoder that the config takes latents or tokens from; a resumed run has it in its own. */
  autoencoder?: string | null
  /** Another run's checkpoint to start from, where there is none of its own. */
  forkFrom?: string
  /** Folder of the latent cache; left out: latents are computed at every step. */
  latentCache?: string
}

type Emit = (message: KernelMessage) => void
/** How a run gets its engine: a test may give one that fails. */
type OpenEngine = typeof openEngineFor

/** Everything that a run holds while it is under way. */
interface Session {
  options: RunOptions
  dataset: Dataset
  task: Task
  compiled: Compiled
  state: State
  progress: Progress
  saver: BackgroundSaver
  emit: Emit
}

/**
 * Trains a run to its end, or until it is told to stop, and says all that happens through `emit`.
 * The last message is `finished`, `stopped` or `failed`.
 */
export const trainRun = (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine = openEngineFor): Promise<void> =>
  untilTrained(options, control, emit, (from, tell) => trainOnce({ ...options, resumeFrom: from }, control, tell, open))

const trainOnce = async (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine): Promise<void> => {
  const session = await prepare(options, control, emit, open)
  if (!session) return
  try {
    await steps(session, control)
  } catch (error) {
    // What goes wrong while a failed engine is put away matters less than why it failed.
    await putAway(session).catch(() => {})
    throw error
  }
  await putAway(session)
}

const putAway = async (session: Session): Promise<void> => {
  // A run that failed keeps the checkpoint that is being written; why it failed matters more than whether that went well.
  await session.saver.settle().catch(() => {})
  await session.compiled.dispose()
  await session.task.dispose()
  session.state.dispose()
}

/** @returns null when it was stopped on the way, which is then said */
const prepare = async (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine): Promise<Session | null> => {
  const { run, config, resumeFrom, forkFrom } = options
  // A prompt that is too long is better said now than at the first sample sheet.
  if (config.task === 'transfusion') for (const prompt of config.sample.prompts) requireRoom(prompt, itemElements(config, usualModality(config)), config)
  const dataset = await openDataset(config, (done, total) => emit({ type: 'preparing', run, stage: 'reading the dataset', done, total }))
  const saved = resumeFrom === null ? null : await loadCheckpoint(resumeFrom)
  if (saved) refuseChanges(saved.config, config, saved.datasetHash, dataset.sha256)
  const parent = saved === null && forkFrom !== undefined ? await loadCheckpoint(forkFrom) : null
  const engine = await open(config, (done, total) => emit({ type: 'preparing', run, stage: 'measuring engines', done, total }))
  emit({ type: 'preparing', run, stage: 'compiling the training step', done: 0, total: 1 })
  const state = engine.createState(saved?.tensors ?? (parent ? forkState(parent, config, initialOf(config)) : { ...initialOf(config), ...(await loadFrozen(config, options.autoencoder ?? null)) }))
  const progress = saved ?? parent ?? { step: 0, cursor: 0, elementsSeen: 0, imagesSeen: 0 }
  let coder = openCoder(config, engine, state)
  try {
    await coder?.open()
    if (coder) coder = await cached(coder, options, { dataset, engine, encoder: await encoderHash(config, state) }, control, emit)
  } catch (error) {
    if (!(error instanceof StoppedWhileEncoding)) throw error
    emit({ type: 'stopped', run, step: progress.step })
    return null
  }
  // A fork has the autoencoder and the scale of its latents from its parent.
  if (!saved && !parent && coder) await keepLatentScale(config, dataset, coder, state)
  const task = openTask(config, dataset, engine, state, progress.cursor, coder)
  const compiled = await engine.compile(task.program, (bytes) => {
    emit({ type: 'preparing', run, stage: `compiling the training step, which takes about ${inGigabytes(bytes)} of memory`, done: 0, total: 1 })
    // How much a graphics card has free is not known.
    if (engine.record.engine === 'cpu') refuseWithoutMemory(config, bytes, process.availableMemory())
  })
  emit({ type: 'preparing', run, stage: 'compiling the training step', done: 1, total: 1 })
  emit({
    type: 'started', run, step: progress.step, parameters: countParameters(config), engine: engine.record,
    datasetHash: dataset.sha256, problems: [...dataset.problems],
  })
  if (!saved) for (const sheet of (await task.opening?.()) ?? []) emit({ type: 'pictures', run, step: progress.step, ...sheet })
  return {
    options, dataset, task, compiled, state, emit, saver: new BackgroundSaver(path.join(options.directory, 'checkpoints')),
    progress: { step: progress.step, cursor: progress.cursor, elementsSeen: progress.elementsSeen, imagesSeen: progress.imagesSeen },
  }
}

const openTask = (config: RunConfig, dataset: Dataset, engine: Engine, state: State, cursor: number, coder: PictureCoder | null): Task =>
  config.task === 'autoencoder' ? autoencoderTask(config, dataset, engine, state, cursor) : transfusionTask(config, dataset, engine, state, cursor, coder)

const cached = async (coder: PictureCoder, { run, config, latentCache }: RunOptions, of: { dataset: Dataset; engine: Engine; encoder: string }, control: RunControl, emit: Emit): Promise<PictureCoder> =>
  latentCache === undefined ? coder : withLatentCache(coder, {
    ...of, config, folder: latentCache,
    onProgress: (stage, done, total) => emit({ type: 'preparing', run, stage, done, total }),
    stopping: () => control.stopping,
  })

const refuseChanges = (before: RunConfig, now: RunConfig, dataBefore: string, dataNow: string): void => {
  const changed = configDifference([before, now]).map(({ path }) => path)
  if (changed.length > 0) throw new InputError(`The checkpoint was made with another ${changed.join(', ')}; resume with the config it was made with, or start a new run.`)
  // Weights from elsewhere were trained on what nobody recorded.
  if (dataBefore !== '' && dataBefore !== dataNow) throw new InputError('The dataset has changed since the checkpoint was made; put its files back, or start a new run.')
}

const steps = async (session: Session, control: RunControl): Promise<void> => {
  const { options: { run, config }, progress, emit } = session
  const { train } = config
  const eta = new Eta(train.steps)
  const due = (every: number): boolean => progress.step === train.steps || (every > 0 && progress.step % every === 0)
  while (progress.step < train.steps) {
    await step(session, eta)
    if (due(train.evalEvery)) emit({ type: 'evaluation', run, step: progress.step, metrics: await session.task.evaluate() })
    if (due(train.sampleEvery)) await showSamples(session)
    if (due(train.checkpointEvery)) await save(session, progress.step === train.steps ? 'last' : 'cadence')
    // The engine's call holds the thread: only here can messages come in.
    await setImmediate()
    session.saver.check()
    if (control.paused) {
      emit({ type: 'paused', run, step: progress.step })
      await control.whenContinued()
      eta.rest()
      if (!control.stopping) emit({ type: 'continued', run, step: progress.step })
    }
    if (control.stopping && progress.step < train.steps) {
      await save(session, 'last')
      await session.saver.settle()
      return emit({ type: 'stopped', run, step: progress.step })
    }
  }
  await session.saver.settle()
  emit({ type: 'finished', run, step: progress.step })
}

const step = async ({ options: { run, config }, task, compiled, state, progress, emit }: Session, eta: Eta): Promise<void> => {
  const { train } = config
  const number = progress.step + 1
  const began = performance.now()
  const batch = await task.next()
  const lr = learningRate(number, train)
  const out = await compiled.run({
    ...batch.inputs,
    lr: Float32Array.of(lr),
    correction1: Float32Array.of(1 / (1 - train.beta1 ** number)),
    correction2: Float32Array.of(1 / (1 - train.beta2 ** number)),
  }, state)
  const metrics = { ...task.metrics(out), 'train.lr': lr }
  if (!Object.values(metrics).every(Number.isFinite)) throw new Error(await explainNonFinite(number, metrics, state))
  progress.step = number
  progress.cursor = task.cursor
  progress.elementsSeen += batch.elements
  progress.imagesSeen += batch.images
  const now = performance.now()
  emit({
    type: 'step', run, step: number,
    metrics: { ...metrics, 'train.elementsPerSecond': (1000 * batch.elements) / (now - began) },
    elementsSeen: progress.elementsSeen, imagesSeen: progress.imagesSeen, millisecondsLeft: eta.step(number, now),
  })
}

const explainNonFinite = async (step: number, metrics: Record<string, number>, state: State): Promise<string> => {
  const what = Object.entries(metrics).find(([, value]) => !Number.isFinite(value))!
  const where = findNonFinite(await state.read())
  return `${what[0]} became ${what[1]} at step ${step}${where ? `, and ${where} is no longer finite` : ''}; resume from the last checkpoint after lowering train.lr or train.clip.`
}

const showSamples = async ({ options: { run }, task, progress, emit }: Session): Promise<void> => {
  for (const { key, pictures } of await task.pictures()) if (pictures.length > 0) emit({ type: 'pictures', run, step: progress.step, key, pictures })
}

/** Starts to write a checkpoint; it is told of when it is on the disk. */
const save = ({ options: { run, config }, state, dataset, progress, saver, emit }: Session, kind: 'cadence' | 'last'): Promise<void> => {
  const { step } = progress
  return saver.save(
    async () => ({ ...progress, config, datasetHash: dataset.sha256, tensors: await state.read() }),
    (saved) => emit({ type: 'checkpoint', run, step, kind, ...saved }),
  )
}
