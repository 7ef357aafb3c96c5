import { sizeOf, type Graph, type Node } from './graph.ts'

/** Length of the sums that a product's outputs are, by operator. */
const innerLength: Readonly<Record<string, (node: Node) => number>> = {
  MatMul: rows, Gemm: rows, FusedMatMul: rows,
  Conv: ({ inputs }) => sizeOf(inputs[1]!.shape.slice(1)),
}

function rows({ inputs, attributes }: Node): number {
  return inputs[0]!.shape.at(attributes['transA'] === 1 ? -2 : -1)!
}

/** Floating-point operations of a node that is a matrix product or a convolution: two for each multiply and add, padding counted as pixels; of others 0. */
export const flopOfProduct = (node: Node): number =>
  node.op === 'ConvTranspose'
    ? 2 * sizeOf(node.inputs[0]!.shape) * sizeOf(node.inputs[1]!.shape.slice(1))
    : 2 * (innerLength[node.op]?.(node) ?? 0) * sizeOf(node.outputs[0]!.shape)

/** Of all of a graph's. */
export const productFlop = ({ nodes }: Graph): number => nodes.reduce((sum, node) => sum + flopOfProduct(node), 0)
