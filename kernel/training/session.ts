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
import { forkState } from './fork.ts'
import { inGigabytes, recomputeRemark, refuseWithoutMemory, termsFor } from './memoryNeed.ts'
import type { Task } from './task.ts'
import { initialOf } from './programOf.ts'
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

export type Emit = (message: KernelMessage) => void
/** How a run gets its engine: a test may give one that fails. */
export type OpenEngine = typeof openEngineFor

/** Everything that a run holds while it is under way. */
export interface Session {
  options: RunOptions
  dataset: Dataset
  task: Task
  compiled: Compiled
  state: State
  progress: Progress
  saver: BackgroundSaver
  emit: Emit
}

/** Opens all that a run needs: dataset, engine, state, task and compiled step. @returns null when it was stopped on the way, which is then said */
export const openSession = async (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine): Promise<Session | null> => {
  const { run, config, resumeFrom, forkFrom } = options
  // A prompt that is too long is better said now than at the first sample sheet.
  if (config.task === 'transfusion') for (const prompt of config.sample.prompts) requireRoom(prompt, itemElements(config, usualModality(config)), config)
  const dataset = await openDataset(config, (done, total) => emit({ type: 'preparing', run, stage: 'reading the dataset', done, total }))
  const saved = resumeFrom === null ? null : await loadCheckpoint(resumeFrom)
  if (saved) refuseChanges(saved.config, config, saved.datasetHash, dataset.sha256)
  const parent = saved === null && forkFrom !== undefined ? await loadCheckpoint(forkFrom) : null
  const engine = await open(config, (done, total) => emit({ type: 'preparing', run, stage: 'measuring engines', done, total }))
  emit({ type: 'preparing', run, stage: 'compiling the training step', done: 0, total: 1 })
  const state = engine.createState(saved?.tensors ?? (parent ? forkState(parent, config, initialOf(config)) : { ...initialOf(config), ...(await loadFrozen(config, options.autoencoder ?? null)) }), true)
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
  // How much a graphics card has free is not known.
  const free = engine.record.engine === 'cpu' ? process.availableMemory() : Infinity
  const compiled = await engine.compile(task.program, {
    ...termsFor(config, free),
    onMemory: (memory) => {
      emit({ type: 'preparing', run, stage: `compiling the training step, which takes about ${inGigabytes(memory.bytes)} of memory`, done: 0, total: 1 })
      refuseWithoutMemory(config, memory, free)
      const text = recomputeRemark(memory)
      if (text !== null) emit({ type: 'remark', run, text })
    },
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
    onRemark: (text) => emit({ type: 'remark', run, text }),
    stopping: () => control.stopping,
  })

const refuseChanges = (before: RunConfig, now: RunConfig, dataBefore: string, dataNow: string): void => {
  const changed = configDifference([before, now]).map(({ path }) => path)
  if (changed.length > 0) throw new InputError(`The checkpoint was made with another ${changed.join(', ')}; resume with the config it was made with, or start a new run.`)
  // Weights from elsewhere were trained on what nobody recorded.
  if (dataBefore !== '' && dataBefore !== dataNow) throw new InputError('The dataset has changed since the checkpoint was made; put its files back, or start a new run.')
}

/** Lets go of all that a session holds, once the last checkpoint is written. */
export const closeSession = async (session: Session): Promise<void> => {
  // A run that failed keeps the checkpoint that is being written; why it failed matters more than whether that went well.
  await session.saver.close().catch(() => {})
  await session.compiled.dispose()
  await session.task.dispose()
  session.state.dispose()
}
