import type { Graph, Node, Value } from '../graph.ts'
import { blockedDomain } from '../lowerings/blocked.ts'

const products = new Set(['MatMul', 'Gemm', 'FusedMatMul', 'Conv', 'ConvTranspose'])
/** onnx.proto's codes of the two types. */
const code = { float32: 1, float16: 10 } as const

/**
 * The same graph with its matrix products and convolutions in fp16: their operands are rounded, their results widened again. All else
 * stays fp32: weights, moments, norms, softmax, losses and sums over the batch, and convolutions in blocks, which have no other type.
 */
export const halfProducts = (graph: Graph): Graph => {
  const nodes: Node[] = []
  const rounded = new Map<Value, Value>()
  const cast = (from: Value, to: Value): void => void nodes.push({ op: 'Cast', domain: '', inputs: [from], outputs: [to], attributes: { to: code[to.dtype as keyof typeof code] } })
  const half = (value: Value): Value => {
    const known = rounded.get(value)
    if (known) return known
    const made: Value = { name: `${value.name}/half`, shape: value.shape, dtype: 'float16' }
    rounded.set(value, made)
    cast(value, made)
    return made
  }
  for (const node of graph.nodes) {
    const [output] = node.outputs
    if (!products.has(node.op) || node.domain === blockedDomain || output!.dtype !== 'float32') {
      nodes.push(node)
      continue
    }
    const product: Value = { name: `${output!.name}/product`, shape: output!.shape, dtype: 'float16' }
    nodes.push({ ...node, inputs: node.inputs.map(half), outputs: [product] })
    cast(product, output!)
  }
  return { ...graph, nodes }
}
