import * as ort from 'onnxruntime-node'
import { GraphBuilder, type Dialect } from '../graph.ts'
import { blockedDomain } from '../lowerings/blocked.ts'
import { encodeModel } from '../onnx/encode.ts'
import type { Provider } from './providers.ts'

/** What a provider's graphs may use on this machine. */
export const dialectOf = async ({ ort: name, dialect }: Provider): Promise<Dialect> =>
  name === 'cpu' ? { ...dialect, blockedChannels: await (blocked ??= askBlockedChannels()) } : dialect

let blocked: Promise<number> | null = null

/** Blocks are as wide as this processor's vector registers; ONNX Runtime pads channels to a whole block, so it is asked what four of them become. */
const askBlockedChannels = async (): Promise<number> => {
  const graph = new GraphBuilder()
  const shape = [1, 4, 1, 1]
  const y = graph.node('ReorderInput', [graph.input('x', { shape, dtype: 'float32' })], { shape, dtype: 'float32' }, {}, blockedDomain)
  try {
    const model = encodeModel(graph.finish('blocks', [{ name: 'y', value: y }]), (side) => (side === 4 ? 'channels' : null))
    const session = await ort.InferenceSession.create(model, { executionProviders: ['cpu'], logSeverityLevel: 4 })
    const { y: blocks } = await session.run({ x: new ort.Tensor('float32', new Float32Array(4), shape) })
    await session.release()
    return blocks!.dims[1]!
  } catch {
    // The operator is there only on processors that have the layout.
    return 0
  }
}
