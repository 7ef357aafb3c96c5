import type { EngineTimes } from '../../../protocol/engines.ts'
import type { RunConfig } from '../../../protocol/config/index.ts'
import type { Engine } from '../../engine/engine.ts'
import { createEngine, type EngineName } from '../../engine/engines.ts'
import { enginesFolder } from '../../engine/enginesFolder.ts'
import { openEngine } from '../../engine/open.ts'
import { choiceSentence, isWorthMeasuring } from './choice.ts'
import { EngineMemory } from './memory.ts'
import { measureEngines } from './measure.ts'
import { comparedConfig, flopOf, stepWords } from './step.ts'

/** Times a config's step on every engine that works here, those that ended their process before included, and remembers it. */
export const measureAgain = async (config: RunConfig, onProgress: (done: number, total: number) => void): Promise<EngineTimes> => {
  const folder = enginesFolder()
  return measureEngines(config, folder === null ? null : new EngineMemory(folder), { retry: true, onProgress })
}

/**
 * The engine of a config. `auto` takes the one whose training step is the fastest on this machine: measured once, for some seconds, and
 * remembered; for a run that is over in a minute or two it takes the CPU without measuring.
 * @param onMeasuring told while engines are tried
 * @throws InputError with why an engine that is named does not work here
 */
export const openEngineFor = async (config: RunConfig, onMeasuring: (done: number, total: number) => void = () => {}): Promise<Engine> => {
  const folder = enginesFolder()
  if (config.engine.name !== 'auto' || config.engine.precision === 'fp16' || folder === null || !isWorthMeasuring(flopOf(config), config.train.steps)) return openEngine(config.engine)
  const memory = new EngineMemory(folder)
  const { times } = memory.recall(stepWords(comparedConfig(config))) ?? (await measureEngines(config, memory, { onProgress: onMeasuring }))
  const fastest = times.find(({ milliseconds }) => milliseconds !== null)
  if (!fastest) return openEngine(config.engine)
  const engine = await createEngine(fastest.engine as EngineName, { threads: fastest.threads })
  return { ...engine, record: { ...engine.record, chosen: choiceSentence(times) } }
}
