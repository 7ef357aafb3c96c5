import { setImmediate } from 'node:timers/promises'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import type { State } from '../engine/engine.ts'
import { openEngineFor } from '../planning/engines/open.ts'
import type { RunControl } from './control.ts'
import { Eta } from './eta.ts'
import { learningRate } from './learningRate.ts'
import { findNonFinite } from './nonFinite.ts'
import { closeSession, openSession, type Emit, type OpenEngine, type RunOptions, type Session } from './session.ts'
import { untilTrained } from './untilTrained.ts'

/**
 * Trains a run to its end, or until it is told to stop, and says all that happens through `emit`.
 * The last message is `finished`, `stopped` or `failed`.
 */
export const trainRun = (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine = openEngineFor): Promise<void> =>
  untilTrained(options, control, emit, (from, tell) => trainOnce({ ...options, resumeFrom: from }, control, tell, open))

const trainOnce = async (options: RunOptions, control: RunControl, emit: Emit, open: OpenEngine): Promise<void> => {
  const session = await openSession(options, control, emit, open)
  if (!session) return
  let last: LastWord
  try {
    last = await steps(session, control)
  } finally {
    // What goes wrong while an engine is put away matters less than why it failed, and takes nothing from a run that is on the disk.
    await closeSession(session).catch(() => {})
  }
  // Only now: the host answers the last word with the next run.
  emit(last)
}

type LastWord = Extract<KernelMessage, { type: 'finished' | 'stopped' }>

const steps = async (session: Session, control: RunControl): Promise<LastWord> => {
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
      return { type: 'stopped', run, step: progress.step }
    }
  }
  await session.saver.settle()
  return { type: 'finished', run, step: progress.step }
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
