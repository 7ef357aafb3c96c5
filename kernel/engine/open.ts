import type { RunConfig } from '../../protocol/config/index.ts'
import { createEagerEngine } from './eagerEngine.ts'
import type { Engine } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'

/** The engine that a config names; `auto` takes the fastest there is, which is the CPU's. */
export const openEngine = async ({ name, threads }: RunConfig['engine']): Promise<Engine> =>
  name === 'reference' ? createEagerEngine() : createOnnxEngine({ threads })
