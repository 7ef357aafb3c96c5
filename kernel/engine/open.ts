import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Engine } from './engine.ts'
import { createEngine, engineTrouble, remedyOf } from './engines.ts'

/**
 * The engine that a config names; `auto` takes the CPU's.
 * @throws InputError with why an engine does not work here, and what would bring it
 */
export const openEngine = async ({ name, threads }: RunConfig['engine']): Promise<Engine> => {
  const engine = name === 'auto' ? 'cpu' : name
  // Both are always there.
  const trouble = engine === 'cpu' || engine === 'reference' ? null : await engineTrouble(engine)
  if (trouble) throw new InputError(`The engine "${engine}" does not work here: ${trouble}; ${remedyOf(engine)}, or set engine.name to "cpu".`)
  return createEngine(engine, { threads })
}
