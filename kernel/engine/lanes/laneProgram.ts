import type * as ort from 'onnxruntime-node'
import { elements, inputOf, type Compiled, type HostTensor, type HostTensors, type Program, type Runs, type TensorSpec } from '../engine.ts'
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
  const runEach = async ({ inputs, each, carried }: Runs): Promise<HostTensors> => {
    const moved: Record<string, HostTensor> = {}
    const given = new Set(each.flatMap((own) => Object.keys(own)))
    for (const name of asked!.filter((name) => !given.has(name))) {
      const data = placeOf(name, inputOf(program, name, inputs[name]))
      if (lies.get(name) !== data) moved[name] = { ...program.inputs[name]!, data }
      lies.set(name, data)
    }
    const runs = each.map((own) => Object.fromEntries(asked!.filter((name) => own[name]).map((name) => [name, { ...program.inputs[name]!, data: inputOf(program, name, own[name]) }])))
    await lane.ask({ kind: 'run', key, moved, each: runs, carried })
    return Object.fromEntries(Object.entries(outputs).map(([name, { data, ...spec }]) => [name, { ...spec, data: data.slice() }]))
  }
  let last: Promise<unknown> = Promise.resolve()
  // The arrays are one call's at a time.
  const inTurn = (runs: Runs): Promise<HostTensors> => {
    const ran = last.then(() => runEach(runs))
    last = ran.catch(() => {})
    return ran
  }
  return {
    run: (inputs) => inTurn({ inputs, each: [{}], carried: {} }),
    runEach: inTurn,
    dispose: async () => void (await lane.ask({ kind: 'release', key })),
  }
}
