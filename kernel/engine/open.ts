import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Engine } from './engine.ts'
import { createEngine, engineTrouble, remedyOf } from './engines.ts'

/**
 * The engine that a config names; `auto` takes the CPU's.
 * @throws InputError with why an engine does not work here, and what would bring it
 */
export const openEngine = async ({ name, threads, precision }: RunConfig['engine']): Promise<Engine> => {
  if (precision === 'fp16') return openHalf(name, threads)
  const engine = name === 'auto' ? 'cpu' : name
  // Both are always there.
  const trouble = engine === 'cpu' || engine === 'reference' ? null : await engineTrouble(engine)
  if (trouble) throw new InputError(`The engine "${engine}" does not work here: ${trouble}; ${remedyOf(engine)}, or set engine.name to "cpu".`)
  return createEngine(engine, { threads })
}

/** Of the engines only WebGPU is known to gain by fp16. */
const openHalf = async (name: RunConfig['engine']['name'], threads: number): Promise<Engine> => {
  if (name !== 'webgpu' && name !== 'auto') throw new InputError(`engine.precision is "fp16", which runs on the engine "webgpu" only, and engine.name is "${name}"; set one of the two.`)
  const trouble = (await engineTrouble('webgpu')) ?? (await engineTrouble('webgpu', 'fp16'))
  if (trouble) throw new InputError(`engine.precision "fp16" does not work here: ${trouble}; set it to "fp32", or ${remedyOf('webgpu')}.`)
  return createEngine('webgpu', { threads, precision: 'fp16' })
}
