import type { RunConfig } from '../../protocol/config/index.ts'
import { messageOf } from '../../protocol/errors.ts'
import { createReferenceEngine } from './eagerEngine.ts'
import type { Engine, Program } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'
import { providers } from './onnxruntime/providers.ts'
import { createTensorFlowEngine, tensorFlowRemedy } from './tensorflow/engine.ts'
import * as tf from './tfjs.ts'
import { choiceTrouble } from './vulkanDrivers.ts'

/** An engine by its own name. */
export type EngineName = Exclude<RunConfig['engine']['name'], 'auto'>

/** Every engine, in the order in which they are listed. */
export const engineNames: readonly EngineName[] = ['cpu', 'webgpu', 'cuda', 'directml', 'coreml', 'tensorflow', 'reference']

/** What an engine is opened with. */
export interface EngineOptions {
  /** 0 takes one per core. */
  threads: number
  precision?: RunConfig['engine']['precision']
}

/** @throws when the engine cannot even be made; most faults show only when it computes */
export const createEngine = async (name: EngineName, options: EngineOptions): Promise<Engine> => {
  if (name === 'reference') return createReferenceEngine()
  if (name === 'tensorflow') return createTensorFlowEngine(options)
  return createOnnxEngine({ ...options, engine: name })
}

/** What would bring an engine that is missing here. */
export const remedyOf = (name: EngineName): string => {
  if (name === 'reference') return ''
  if (name === 'tensorflow') return tensorFlowRemedy
  const { platforms, remedy } = providers[name]
  return runsHere(name) ? remedy : `it runs on ${platforms!.map((platform) => platformNames[platform] ?? platform).join(', ')} only`
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = { linux: 'Linux', win32: 'Windows', darwin: 'macOS' }

const runsHere = (name: EngineName): boolean => {
  const platforms = name === 'reference' || name === 'tensorflow' ? null : providers[name].platforms
  return platforms === null || platforms.includes(process.platform)
}

/** The smallest program that needs a device: one product of two matrices. */
const smallest: Program = {
  name: 'probe', state: {},
  inputs: { x: { shape: [2, 2], dtype: 'float32' } },
  run: ({ x }) => ({ outputs: { y: tf.matMul(x!, x!) } }),
}

/** Why an engine does not work on this machine, in a few words; null when it does. */
export const engineTrouble = async (name: EngineName, precision: RunConfig['engine']['precision'] = 'fp32'): Promise<string | null> => {
  if (!runsHere(name)) return 'this is another operating system'
  const gone = name === 'webgpu' ? choiceTrouble(process.env) : null
  if (gone !== null) return gone
  try {
    const opened = await createEngine(name, { threads: 1, precision })
    const compiled = await opened.compile(smallest)
    const { y } = await compiled.run({ x: Float32Array.of(1, 2, 3, 4) }, opened.createState({}))
    await compiled.dispose()
    return [7, 10, 15, 22].every((value, i) => y!.data[i] === value) ? null : 'it computes a product of two matrices wrongly'
  } catch (error) {
    return troubleInWords(messageOf(error))
  }
}

/** Why an engine does not start, from what its runtime says. ONNX Runtime puts its source file and function before what happened. */
export const troubleInWords = (message: string): string => {
  if (/driver version is insufficient|CUDA driver is (?:too old|a stub)|CUDA_ERROR_SYSTEM_DRIVER_MISMATCH/i.test(message)) return 'the graphics driver is older than CUDA needs'
  if (/requires f16 but the device does not support/i.test(message)) return 'the graphics card has no shader-f16'
  const lacking = /Failed to get a WebGPU device: (.*(?:not supported|unsupported|limit).*)/i.exec(message)?.[1]
  const said = (/(?:Failed to|No |Unable to|not (?:found|available|supported)|unknown|Cannot).*/i.exec(message)?.[0] ?? message).split('\n')[0]!.replace(/[.;\s]+$/, '')
  return lacking ? `the graphics driver lacks something that is needed (${lacking.replace(/[.;\s]+$/, '')})` : said
}
