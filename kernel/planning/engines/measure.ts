import os from 'node:os'
import { messageOf } from '../../../protocol/errors.ts'
import type { EngineTime, EngineTimes } from '../../../protocol/engines.ts'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { createEngine, engineNames, engineTrouble, type EngineName } from '../../engine/engines.ts'
import { timeStep } from '../timeStep.ts'
import { otherLoad } from './otherLoad.ts'
import { inMilliseconds, ranked, threadCandidates } from './choice.ts'
import type { EngineMemory } from './memory.ts'
import { comparedConfig, lesserConfig, stepWords } from './step.ts'

/** How often slower than the fastest so far a lesser step may be before an engine is given up. */
const hopeless = 2
/** Share of the cores at work for others from which times are not remembered. */
const tooBusy = 0.2

/**
 * Times the training step of a config on every engine that works here, and remembers it unless other programs kept the processor busy.
 * @param memory where it is remembered, and which engine is not tried again as the process did not outlive it
 * @param retry tries that one too
 * @param onProgress told before each
 */
export const measureEngines = async (config: RunConfig, memory: EngineMemory | null, { retry = false, onProgress }: { retry?: boolean; onProgress: (done: number, total: number) => void }): Promise<EngineTimes> => {
  const compared = comparedConfig(config)
  const busy = (await otherLoad()) > tooBusy
  const cores = os.availableParallelism()
  // Beside other programs fewer threads always seem faster.
  const threads = config.engine.threads > 0 ? [config.engine.threads] : busy ? [cores] : threadCandidates(cores)
  const others = engineNames.filter((name) => name !== 'cpu' && name !== 'reference')
  const fatal = retry ? null : (memory?.fatal ?? null)
  const times: EngineTime[] = []
  const total = threads.length + others.length
  for (const count of threads) {
    onProgress(times.length, total)
    times.push({ engine: 'cpu', threads: count, milliseconds: await timeStep(compared, await createEngine('cpu', { threads: count })), reason: null })
  }
  for (const name of others) {
    onProgress(times.length, total)
    const best = Math.min(...times.map(({ milliseconds }) => milliseconds ?? Infinity))
    const measure = (): Promise<EngineTime> => timeEngine(name, compared, best)
    times.push(name === fatal ? untimed(name, 'its process ended when it was tried; "lab doctor --measure" tries it again') : memory ? await memory.trying(name, measure) : await measure())
  }
  onProgress(total, total)
  const found = { step: stepWords(compared), times: ranked(times) }
  if (!busy) memory?.keep(found)
  return found
}

const untimed = (engine: string, reason: string): EngineTime => ({ engine, threads: 0, milliseconds: null, reason })

const timeEngine = async (name: EngineName, config: RunConfig, best: number): Promise<EngineTime> => {
  try {
    const trouble = await engineTrouble(name)
    if (trouble !== null) return untimed(name, trouble)
    const engine = await createEngine(name, { threads: config.engine.threads })
    const lesser = await timeStep(lesserConfig(config), engine)
    if (lesser > hopeless * best) return untimed(name, `far slower: a step of one sequence alone took ${inMilliseconds(lesser)}`)
    return { engine: name, threads: engine.record.threads, milliseconds: await timeStep(config, engine), reason: null }
  } catch (error) {
    return untimed(name, messageOf(error).split('\n')[0]!)
  }
}
