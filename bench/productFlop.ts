import { sizeOf, type Graph } from '../kernel/engine/graph.ts'

/** Floating-point operations of a graph's matrix products: two for each multiply and add. */
export const productFlop = ({ nodes }: Graph): number =>
  nodes.reduce((sum, { op, inputs, outputs, attributes }) => {
    if (op !== 'MatMul' && op !== 'Gemm' && op !== 'FusedMatMul') return sum
    const inner = inputs[0]!.shape.at(attributes['transA'] === 1 ? -2 : -1)!
    return sum + 2 * inner * sizeOf(outputs[0]!.shape)
  }, 0)
