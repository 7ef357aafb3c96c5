import type { HostTensors, Program } from '../../engine/engine.ts'
import { sizeOf, standard, type Constant, type Graph } from '../../engine/graph.ts'
import { stateIn, traceProgram } from '../../engine/trace/traceProgram.ts'
import { withOpenSizes } from './openSizes.ts'

/** A program as a graph of standard operators for any sizes, its parameters still inputs. */
export const openGraph = (program: Program): Graph => withOpenSizes(traceProgram(program, standard).graph)

/** Which input of a graph a parameter is. */
export const weightName = stateIn

/** The graph with its parameters as constants instead of inputs. */
export const withWeights = (graph: Graph, parameters: HostTensors): Graph => {
  const weights = new Map(Object.entries(parameters).map(([name, tensor]) => [stateIn(name), tensor]))
  const constants = graph.inputs.flatMap((input): Constant[] => {
    const tensor = weights.get(input.name)
    if (!tensor) return []
    if (sizeOf(tensor.shape) !== sizeOf(input.shape)) throw new Error(`the weight of ${input.name} has another shape than its graph`)
    return [{ ...input, dtype: tensor.dtype, data: tensor.data as Float32Array }]
  })
  return { ...graph, inputs: graph.inputs.filter(({ name }) => !weights.has(name)), constants: [...graph.constants, ...constants] }
}
