import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { trainRun } from '../../kernel/training/run.ts'
import { RunControl } from '../../kernel/training/control.ts'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import type { EngineRecord } from '../../protocol/records.ts'
import { trendOf, type Trend } from '../trend.ts'

export interface Soaked {
  engine: EngineRecord
  steps: number
  /** Resident bytes by step, a hundred times over the run, garbage collected before. */
  memory: [step: number, bytes: number][]
  /** Bytes a step, over the second half of the run. */
  trend: Trend
  seconds: number
}

const samples = 100
/** Share of the run after which allocators have seen everything, evaluations and checkpoints many times over. */
export const settled = 1 / 2

/** What a step computes on: on WebGPU less, as it may be a software renderer, where a step is hundreds of times slower than on the CPU. */
const batchOf = (engine: RunConfig['engine']['name']): Partial<Record<string, number>> =>
  engine === 'webgpu' ? { 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 1 } : { 'data.sequenceLength': 64, 'train.batch': 2 }

/** `nano`, as small as it still does everything: a step takes milliseconds on a CPU. */
export const soakConfig = (engine: RunConfig['engine']['name'], steps: number): RunConfig => parseConfig({
  preset: 'nano', 'engine.name': engine, ...batchOf(engine),
  'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'model.mlpHidden': 32, 'patch.size': 8,
  'train.steps': steps, 'train.warmup': 10, 'train.evalEvery': Math.ceil(steps / 20), 'train.evalBatches': 1, 'train.checkpointEvery': Math.ceil(steps / 20), 'train.sampleEvery': 0,
  'sample.steps': 4, 'sample.count': 1, 'sample.captionLength': 8,
})

/**
 * A whole training run, with its evaluations and checkpoints, and what its memory does meanwhile.
 * @param onStep told after each step
 */
export const soak = async (engine: RunConfig['engine']['name'], steps: number, onStep: (step: number) => void): Promise<Soaked> => {
  const { gc } = globalThis
  if (!gc) throw new Error('a soak needs node --expose-gc')
  const directory = await mkdtemp(path.join(os.tmpdir(), 'lab-soak-'))
  const memory: Soaked['memory'] = []
  let record: EngineRecord | null = null
  const every = Math.max(1, Math.floor(steps / samples))
  const began = performance.now()
  try {
    await trainRun({ run: 'soak', config: soakConfig(engine, steps), directory, resumeFrom: null }, new RunControl(), (message) => {
      if (message.type === 'started') record = message.engine
      if (message.type === 'failed') throw new Error(message.reason)
      if (message.type !== 'step') return
      onStep(message.step)
      if (message.step % every !== 0) return
      // The last resort also gives back the pages of V8's young generation, whose size otherwise goes up and down by 15 MiB on its own.
      gc({ type: 'major', execution: 'sync', flavor: 'last-resort' })
      memory.push([message.step, process.memoryUsage.rss()])
    })
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
  return { engine: record!, steps, memory, trend: trendOf(memory.filter(([step]) => step > steps * settled)), seconds: (performance.now() - began) / 1000 }
}
