import type { GraphBuilder, Shape, Value } from '../graph.ts'

/** What tfjs passes a kernel beside its tensors. */
export type Attributes = Readonly<Record<string, unknown>>

export interface KernelCall {
  /** By tfjs's own input names. */
  inputs: Readonly<Record<string, Value>>
  /** In order, for kernels that take a list (Concat, AddN, Pack). */
  list: readonly Value[]
  attributes: Attributes
  graph: GraphBuilder
}

/** One tfjs kernel as ONNX nodes. */
export type Lowering = (call: KernelCall) => Value | readonly Value[]

export const numberOf = (attributes: Attributes, name: string): number => attributes[name] as number
export const flagOf = (attributes: Attributes, name: string): boolean => Boolean(attributes[name])
export const listOf = (attributes: Attributes, name: string): readonly number[] => attributes[name] as readonly number[]

/** Axis counted from the front. */
export const frontAxis = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis)

/** tfjs gives reduction axes as a number, a list, or nothing for all. */
export const axesOf = (axes: unknown, rank: number): number[] =>
  axes === undefined || axes === null
    ? Array.from({ length: rank }, (_, i) => i)
    : [axes as number | number[]].flat().map((axis) => frontAxis(axis, rank))

/** Shape of an element-wise result, by NumPy's broadcasting. */
export const broadcast = (a: Shape, b: Shape): number[] => {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x !== y && x !== 1 && y !== 1) throw new Error(`shapes [${a.join()}] and [${b.join()}] do not broadcast`)
    return x === 1 ? y : x
  })
}
