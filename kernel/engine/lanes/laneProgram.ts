import type * as ort from 'onnxruntime-node'
import { elements, inputOf, type Compiled, type HostTensor, type HostTensors, type Program, type Runs, type State, type TensorSpec } from '../engine.ts'
import type { Graph } from '../graph.ts'
import { encodeModel } from '../onnx/encode.ts'
import { HostState } from '../onnxruntime/hostState.ts'
import { isShared, sharedFloats, sharedIntegers } from '../shared.ts'
import { stateIn } from '../trace/traceProgram.ts'
import type { Lane } from './lane.ts'

const shared = ({ dtype, shape }: TensorSpec): HostTensor =>
  ({ dtype, shape, data: dtype === 'float32' ? sharedFloats(elements(shape)) : sharedIntegers(elements(shape)) })

/**
 * A program on a lane. Its inputs are read where they lie where that is shared memory, else copied; its state is moved there.
 * @param graph the program's, with its state as constants or as inputs
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
  const held = Object.keys(program.state).filter((name) => asked!.includes(stateIn(name)))
  const fed = Object.keys(program.inputs).filter((name) => asked!.includes(name))
  const runEach = async ({ inputs, each, carried }: Runs, state: State): Promise<HostTensors> => {
    const moved: Record<string, HostTensor> = {}
    const lay = (name: string, tensor: HostTensor): void => {
      if (lies.get(name) !== tensor.data) moved[name] = tensor
      lies.set(name, tensor.data)
    }
    const given = new Set(each.flatMap((own) => Object.keys(own)))
    for (const name of fed.filter((name) => !given.has(name))) lay(name, { ...program.inputs[name]!, data: placeOf(name, inputOf(program, name, inputs[name])) })
    if (held.length > 0 && !(state instanceof HostState)) throw new Error('this state belongs to another engine')
    if (state instanceof HostState) for (const [name, tensor] of Object.entries(state.shared(held))) lay(stateIn(name), tensor)
    const runs = each.map((own) => Object.fromEntries(fed.filter((name) => own[name]).map((name) => [name, { ...program.inputs[name]!, data: inputOf(program, name, own[name]) }])))
    await lane.ask({ kind: 'run', key, moved, each: runs, carried })
    return Object.fromEntries(Object.entries(outputs).map(([name, { data, ...spec }]) => [name, { ...spec, data: data.slice() }]))
  }
  let last: Promise<unknown> = Promise.resolve()
  // The arrays are one call's at a time.
  const inTurn = (runs: Runs, state: State): Promise<HostTensors> => {
    const ran = last.then(() => runEach(runs, state))
    last = ran.catch(() => {})
    return ran
  }
  return {
    run: (inputs, state) => inTurn({ inputs, each: [{}], carried: {} }, state),
    runEach: inTurn,
    dispose: async () => void (await lane.ask({ kind: 'release', key })),
  }
}
