import { existsSync } from 'node:fs'
import * as ort from 'onnxruntime-node'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import { sessionOptions } from '../onnxEngine.ts'
import { providers, type OnnxEngineName } from './providers.ts'

/** An input or output of a model: a number is a fixed side, a word one that the model leaves open. */
export interface Port {
  name: string
  type: string
  shape: readonly (number | string)[]
}

/** An ONNX model that this app did not make: what it takes and gives, and its answer. */
export interface ForeignModel {
  readonly path: string
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
  run(feeds: Record<string, ort.Tensor>): Promise<Record<string, ort.Tensor>>
  release(): Promise<void>
}

const isOnnxEngine = (name: RunConfig['engine']['name']): name is OnnxEngineName => Object.hasOwn(providers, name)

/** What ONNX Runtime says, without the places in its own source that it says it from. */
const reasonOf = (error: unknown): string =>
  messageOf(error).split('\n')[0]!.replace(/^Load model from .* failed: */, '').replace(/^\S+\.cc:\d+ .*\) (?=\S)/, '').replace(/\.$/, '')

/**
 * Opens a user's ONNX file on the engine of a config; one that is not ONNX Runtime's takes the CPU.
 * @param what how messages call it: "The encoder"
 * @throws InputError when there is no such file, or ONNX Runtime cannot load it
 */
export const openForeign = async (path: string, what: string, { name, threads }: RunConfig['engine']): Promise<ForeignModel> => {
  if (!existsSync(path)) throw new InputError(`${what} ${path} is not there; put the file there, or name another.`)
  const provider = isOnnxEngine(name) ? providers[name] : providers.cpu
  const session = await ort.InferenceSession.create(path, sessionOptions(provider, threads)).catch((error: unknown) => {
    throw new InputError(`${what} ${path} cannot be loaded as an ONNX model (${reasonOf(error)}).`)
  })
  return {
    path,
    inputs: session.inputMetadata.map(portOf), outputs: session.outputMetadata.map(portOf),
    run: async (feeds) => {
      try {
        return await session.run(feeds)
      } catch (error) {
        throw new InputError(`${what} ${path} failed (${reasonOf(error)}).`)
      }
    },
    release: () => session.release(),
  }
}

const portOf = (value: ort.InferenceSession.ValueMetadata): Port =>
  value.isTensor ? { name: value.name, type: value.type, shape: value.shape } : { name: value.name, type: 'no tensor', shape: [] }

/** A shape as messages write it. */
export const shapeText = (shape: readonly (number | string)[]): string => `[${shape.join(', ')}]`
