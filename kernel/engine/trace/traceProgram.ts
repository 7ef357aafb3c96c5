import type { Tensor } from '../tfjs.ts'
import * as tf from '../tfjs.ts'
import type { Program, Specs, Tensors } from '../engine.ts'
import type { Dialect, Graph, GraphBuilder } from '../graph.ts'
import { withTrace } from './backend.ts'

/** Names of a traced program's graph: inputs and outputs as the program's, state in and out marked as such. */
export const stateIn = (name: string): string => `state/${name}`
export const stateOut = (name: string): string => `next/${name}`

/**
 * A program as one static graph.
 * @param dialect what the graph's runtime has beside the ONNX standard
 * @returns the graph and the names of the state tensors that the program changes
 * @throws naming the tfjs kernel when one has no lowering
 */
export const traceProgram = (program: Program, dialect: Dialect = {}): { graph: Graph; changed: string[] } =>
  withTrace(dialect, (builder, backend) => {
    const feed = (specs: Specs, rename: (name: string) => string): Tensors =>
      Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, toTensor(builder, backend, rename(name), spec)]))
    const { outputs, state = {} } = program.run(feed(program.inputs, (name) => name), feed(program.state, stateIn))
    const valueOf = (tensor: Tensor) => backend.graphValue(tensor)
    const graph = builder.finish(program.name, [
      ...Object.entries(outputs).map(([name, tensor]) => ({ name, value: valueOf(tensor) })),
      ...Object.entries(state).map(([name, tensor]) => ({ name: stateOut(name), value: valueOf(tensor) })),
    ])
    return { graph, changed: Object.keys(state) }
  })

type Backend = Parameters<Parameters<typeof withTrace>[1]>[1]

const toTensor = (builder: GraphBuilder, backend: Backend, name: string, { shape, dtype }: Specs[string]): Tensor => {
  const { dataId } = backend.infoOf(builder.input(name, { shape, dtype }))
  return tf.engine().makeTensorFromDataId(dataId, [...shape], dtype)
}
