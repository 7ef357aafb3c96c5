import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import { createEagerEngine } from './eagerEngine.ts'
import type { Engine, Program } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'
import * as tf from './tfjs.ts'
import { providers, type OnnxEngineName } from './onnxruntime/providers.ts'

/**
 * The engine that a config names; `auto` takes the CPU's.
 * @throws InputError with why an engine does not work here, and what would bring it
 */
export const openEngine = async ({ name, threads }: RunConfig['engine']): Promise<Engine> => {
  if (name === 'reference') return createEagerEngine()
  const engine = name === 'auto' ? 'cpu' : name
  const trouble = engine === 'cpu' ? null : await engineTrouble(engine)
  if (trouble) throw new InputError(`The engine "${engine}" does not work here: ${trouble}; ${remedyOf(engine)}, or set engine.name to "cpu".`)
  return createOnnxEngine({ threads, engine })
}

/** What would bring an engine that is missing here. */
export const remedyOf = (engine: OnnxEngineName): string => {
  const { platforms, remedy } = providers[engine]
  return platforms && !platforms.includes(process.platform) ? `it runs on ${platforms.map((platform) => platformNames[platform] ?? platform).join(', ')} only` : remedy
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' }

/** The smallest program that needs a device: one product of two matrices. */
const smallest: Program = {
  name: 'probe', state: {},
  inputs: { x: { shape: [2, 2], dtype: 'float32' } },
  run: ({ x }) => ({ outputs: { y: tf.matMul(x!, x!) } }),
}

/** Why an engine does not work on this machine, in a few words; null when it does. */
export const engineTrouble = async (engine: OnnxEngineName): Promise<string | null> => {
  const { platforms } = providers[engine]
  if (platforms && !platforms.includes(process.platform)) return 'this is another operating system'
  try {
    const opened = createOnnxEngine({ threads: 1, engine })
    const compiled = await opened.compile(smallest)
    const { y } = await compiled.run({ x: Float32Array.of(1, 2, 3, 4) }, opened.createState({}))
    await compiled.dispose()
    return [7, 10, 15, 22].every((value, i) => y!.data[i] === value) ? null : 'it computes a product of two matrices wrongly'
  } catch (error) {
    return firstSentence(messageOf(error))
  }
}

/** ONNX Runtime puts its source file and function before what happened. */
const firstSentence = (message: string): string =>
  (/(?:Failed to|No |Unable to|not (?:found|available|supported)|unknown|Cannot).*/i.exec(message)?.[0] ?? message).split('\n')[0]!.replace(/[.;\s]+$/, '')
