import type { GraphBuilder, Value } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { reshaped, transposed } from './shaping.ts'
import { flagOf, type Lowering } from './types.ts'

/** One matrix times one matrix, either of them transposed. */
export const product = (graph: GraphBuilder, a: Value, b: Value, transA: boolean, transB: boolean): Value => {
  const shape = [a.shape[transA ? 1 : 0]!, b.shape[transB ? 0 : 1]!]
  return transA || transB
    ? graph.node('Gemm', [a, b], { shape, dtype: a.dtype }, { transA: Number(transA), transB: Number(transB) })
    : graph.node('MatMul', [a, b], { shape, dtype: a.dtype })
}

const lastTwoSwapped = (rank: number): number[] => Array.from({ length: rank }, (_, axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis))

export const products: Record<string, Lowering> = {
  /** tfjs's `matMul`: [..., I, K] × [..., K, J], where leading sides of 1 are broadcast. */
  BatchMatMul: ({ inputs: { a, b }, attributes, graph }) => {
    const transA = flagOf(attributes, 'transposeA'), transB = flagOf(attributes, 'transposeB')
    const rows = a!.shape.at(transA ? -1 : -2)!, columns = b!.shape.at(transB ? -2 : -1)!
    const batch = sizeOf(a!.shape.slice(0, -2)) >= sizeOf(b!.shape.slice(0, -2)) ? a!.shape.slice(0, -2) : b!.shape.slice(0, -2)
    const shape = [...batch, rows, columns]
    if (sizeOf(batch) === 1) {
      const flatA = reshaped(graph, a!, a!.shape.slice(-2)), flatB = reshaped(graph, b!, b!.shape.slice(-2))
      return reshaped(graph, product(graph, flatA, flatB, transA, transB), shape)
    }
    if ((transA || transB) && graph.dialect.transposedProducts) {
      return graph.node('FusedMatMul', [a!, b!], { shape, dtype: a!.dtype }, { transA: Number(transA), transB: Number(transB) }, 'com.microsoft')
    }
    const upright = (x: Value, turned: boolean): Value => (turned ? transposed(graph, x, lastTwoSwapped(x.shape.length)) : x)
    return graph.node('MatMul', [upright(a!, transA), upright(b!, transB)], { shape, dtype: a!.dtype })
  },
}
