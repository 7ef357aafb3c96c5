import type { HostTensors } from '../engine.ts'
import type { Constant, Graph, Value } from '../graph.ts'

/**
 * The same graph with some of its inputs as constants: a runtime then lays the operands of products out once, and works out what depends
 * on constants alone (a split of weights, a transposition of a filter) when it loads the graph instead of at every call.
 * @param values the inputs to be constants, by their names in the graph; names that are none of its inputs are passed over
 */
export const withFixed = (graph: Graph, values: HostTensors): Graph => {
  const constants = new Map<Value, Constant>(graph.inputs.flatMap((input) => {
    const value = values[input.name]
    return value ? [[input, { name: input.name, shape: value.shape, dtype: value.dtype, data: value.data }]] : []
  }))
  const now = (value: Value): Value => constants.get(value) ?? value
  return {
    ...graph,
    inputs: graph.inputs.filter((input) => !constants.has(input)),
    constants: [...graph.constants, ...constants.values()],
    nodes: graph.nodes.map((node) => (node.inputs.some((input) => constants.has(input)) ? { ...node, inputs: node.inputs.map(now) } : node)),
    outputs: graph.outputs.map(({ name, value }) => ({ name, value: now(value) })),
  }
}
