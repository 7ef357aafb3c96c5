import type { backend_util } from '../tfjs.ts'
import type { GraphBuilder, Value } from '../graph.ts'
import { product } from './products.ts'
import { reshaped } from './shaping.ts'

/** What tfjs works out of a convolution's attributes: sides, strides, padding. */
export type Geometry = backend_util.Conv2DInfo

/** A place beside another: how far down, how far to the right. */
type Offset = readonly [down: number, right: number]

/** Where windows lie in an image: one for each place of a grid, which looks at the pixels beside its own. */
export interface Look {
  height: number
  width: number
  strides: readonly [down: number, right: number]
  offsets: readonly Offset[]
}

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** What a convolution looks at: one window for each of its outputs, over all places of its filter. */
export const lookOf = ({ outHeight, outWidth, strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth, padInfo: { top, left } }: Geometry): Look => ({
  height: outHeight, width: outWidth, strides: [strideHeight, strideWidth],
  offsets: range(filterHeight).flatMap((y) => range(filterWidth).map((x) => [y * dilationHeight - top, x * dilationWidth - left] as const)),
})

/** At stride 1, what the gradient towards a convolution's input looks at in dy: for each place of the filter the output that met this input there. */
export const lookBack = ({ inHeight, inWidth, filterHeight, filterWidth, padInfo: { top, left } }: Geometry): Look => ({
  height: inHeight, width: inWidth, strides: [1, 1],
  offsets: range(filterHeight).flatMap((y) => range(filterWidth).map((x) => [top - y, left - x] as const)),
})

/**
 * Windows of images [N, H, W, C], one a row: [N · height · width, offsets · C], zeros where a window looks beyond the edges. One gather,
 * which ONNX Runtime divides over its threads; slices put side by side take three times as long.
 */
export const windows = (graph: GraphBuilder, x: Value, { height, width, strides, offsets }: Look): Value => {
  const [batch, inHeight, inWidth, channels] = x.shape as [number, number, number, number]
  const flat = reshaped(graph, x, [batch, inHeight * inWidth, channels])
  const outside = inHeight * inWidth
  const places = range(height * width).flatMap((place) => offsets.map(([down, right]) => {
    const row = Math.floor(place / width) * strides[0] + down, column = (place % width) * strides[1] + right
    return row < 0 || row >= inHeight || column < 0 || column >= inWidth ? outside : row * inWidth + column
  }))
  const rows = [batch * height * width, offsets.length * channels]
  if (places.length === outside && places.every((place, i) => place === i)) return reshaped(graph, flat, rows)
  const from = places.includes(outside)
    ? graph.node('Pad', [flat, graph.integers([0, 0, 0, 0, 1, 0]), graph.scalar(0)], { shape: [batch, outside + 1, channels], dtype: x.dtype })
    : flat
  const index = graph.constant(Int32Array.from(places), [places.length], 'int32')
  return reshaped(graph, graph.node('Gather', [from, index], { shape: [batch, places.length, channels], dtype: x.dtype }, { axis: 1 }), rows)
}

/** A convolution as one product: windows of [N, H, W, C] times a filter [offsets · C, D], or its transpose, give [N, h, w, D]. */
export const windowProduct = (graph: GraphBuilder, x: Value, look: Look, filter: Value, transposed: boolean): Value =>
  reshaped(graph, product(graph, windows(graph, x, look), filter, false, transposed), [x.shape[0]!, look.height, look.width, filter.shape[transposed ? 0 : 1]!])
