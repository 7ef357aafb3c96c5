import type * as ort from 'onnxruntime-node'
import { elements, inputOf, type Compiled, type HostTensor, type Program, type TensorSpec } from '../engine.ts'
import type { Graph } from '../graph.ts'
import { encodeModel } from '../onnx/encode.ts'
import { isShared, sharedFloats, sharedIntegers } from '../shared.ts'
import type { Lane } from './lane.ts'

const shared = ({ dtype, shape }: TensorSpec): HostTensor =>
  ({ dtype, shape, data: dtype === 'float32' ? sharedFloats(elements(shape)) : sharedIntegers(elements(shape)) })

/**
 * A program on a lane. Its inputs are read where they lie where that is shared memory, else copied.
 * @param graph the program's, with all of its state as constants
 * @throws what ONNX Runtime says when it cannot load the graph
 */
export const compileOnLane = async (lane: Lane, program: Program, graph: Graph, options: ort.InferenceSession.SessionOptions): Promise<Compiled> => {
  const key = lane.newKey()
  const outputs = Object.fromEntries(graph.outputs.map(({ name, value: { shape, dtype } }) => [name, shared({ shape, dtype: dtype === 'float32' ? dtype : 'int32' })]))
  const { inputs: asked } = await lane.ask({ kind: 'load', key, model: encodeModel(graph), options, outputs })
  /** Where each input lay in the run before. */
  const lies = new Map<string, Float32Array | Int32Array>()
  const copies = new Map<string, HostTensor>()
  const placeOf = (name: string, data: Float32Array | Int32Array): Float32Array | Int32Array => {
    if (isShared(data)) return data
    const copy = copies.get(name) ?? shared(program.inputs[name]!)
    copies.set(name, copy)
    copy.data.set(data)
    return copy.data
  }
  const run = async (inputs: Parameters<Compiled['run']>[0]) => {
    const moved: Record<string, HostTensor> = {}
    for (const name of asked!) {
      const data = placeOf(name, inputOf(program, name, inputs[name]))
      if (lies.get(name) !== data) moved[name] = { ...program.inputs[name]!, data }
      lies.set(name, data)
    }
    await lane.ask({ kind: 'run', key, moved })
    return Object.fromEntries(Object.entries(outputs).map(([name, { data, ...spec }]) => [name, { ...spec, data: data.slice() }]))
  }
  let last: Promise<unknown> = Promise.resolve()
  return {
    // The arrays are one run's at a time.
    run: (inputs) => {
      const ran = last.then(() => run(inputs))
      last = ran.catch(() => {})
      return ran
    },
    dispose: async () => void (await lane.ask({ kind: 'release', key })),
  }
}
