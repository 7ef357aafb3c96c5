import type { GraphBuilder, Shape, Value } from '../graph.ts'
import { sizeOf } from '../graph.ts'
import { reshaped, transposed } from './shaping.ts'
import type { Geometry } from './windows.ts'

/**
 * ONNX Runtime's own layout of images on a CPU, which its fastest convolution reads and writes: channels in blocks as wide as a vector
 * register, [N, C / b, H, W, b]. Values of it go by the shape [N, C, H, W]; filters of it are [D / b, C / b, h, w, b, b'] and go by
 * [D, C, h, w], b' of the D outputs last.
 */
export const blockedDomain = 'com.microsoft.nchwc'

const range = (length: number): number[] => Array.from({ length }, (_, i) => i)

/** Whether images of that many channels can be laid out in whole blocks here. */
export const fitsBlocks = ({ dialect: { blockedChannels } }: GraphBuilder, ...channels: readonly number[]): boolean =>
  blockedChannels > 0 && channels.every((count) => count % blockedChannels === 0)

/** Images [N, H, W, C] in blocks. */
const intoBlocks = (graph: GraphBuilder, x: Value): Value => {
  const [batch, height, width, channels] = x.shape as [number, number, number, number]
  return graph.node('ReorderInput', [x], { shape: [batch, channels, height, width], dtype: x.dtype }, { channels_last: 1 }, blockedDomain)
}

/** Images in blocks as [N, H, W, C] again. */
const outOfBlocks = (graph: GraphBuilder, x: Value): Value => {
  const [batch, channels, height, width] = x.shape as [number, number, number, number]
  return graph.node('ReorderOutput', [x], { shape: [batch, height, width, channels], dtype: x.dtype }, { channels, channels_last: 1 }, blockedDomain)
}

/** Pieces of so many numbers each that lie one after another in `x`, put into an order: a gather, which takes all threads where a transposition takes one. */
const piecesInOrder = (graph: GraphBuilder, x: Value, size: number, order: readonly number[], shape: Shape): Value => {
  const pieces = reshaped(graph, x, [sizeOf(x.shape) / size, size])
  const index = graph.constant(Int32Array.from(order), [order.length], 'int32')
  return reshaped(graph, graph.node('Gather', [pieces, index], { shape: [order.length, size], dtype: x.dtype }, { axis: 0 }), shape)
}

/** A filter [h, w, C, D] in blocks; `turned` is by half a turn. */
const blockedFilter = (graph: GraphBuilder, filter: Value, turned: boolean): Value => {
  const { blockedChannels: b } = graph.dialect
  const [height, width, from, to] = filter.shape as [number, number, number, number]
  const places = turned ? range(height * width).reverse() : range(height * width)
  const order = range(to / b).flatMap((d) => range(from / b).flatMap((c) => places.flatMap((place) => range(b).map((i) => (place * from + c * b + i) * (to / b) + d))))
  return piecesInOrder(graph, filter, b, order, [to, from, height, width])
}

const convolved = (graph: GraphBuilder, x: Value, filter: Value, [height, width]: readonly [number, number], attributes: Record<string, readonly number[]>): Value => {
  const shape = [x.shape[0]!, height, width, filter.shape[0]!]
  const y = graph.node('Conv', [intoBlocks(graph, x), filter], { shape: [shape[0]!, shape[3]!, height, width], dtype: x.dtype }, attributes, blockedDomain)
  return outOfBlocks(graph, y)
}

/** A convolution of images [N, H, W, C] with a filter [h, w, C, D]. */
export const blockedConvolution = (graph: GraphBuilder, x: Value, filter: Value, { outHeight, outWidth }: Geometry, attributes: Record<string, readonly number[]>): Value =>
  convolved(graph, x, blockedFilter(graph, filter, false), [outHeight, outWidth], attributes)

/** Its gradient towards the images at stride 1: a convolution of dy with the turned filter, its two ends exchanged. */
export const blockedInputGradient = (graph: GraphBuilder, dy: Value, filter: Value, { inHeight, inWidth }: Geometry, attributes: Record<string, readonly number[]>): Value => {
  const [height, width, from, to] = filter.shape as [number, number, number, number]
  const exchanged = transposed(graph, reshaped(graph, filter, [height * width, from, to]), [0, 2, 1])
  return convolved(graph, dy, blockedFilter(graph, reshaped(graph, exchanged, [height, width, to, from]), true), [inHeight, inWidth], attributes)
}

/** Whether `blockedFilterGradient` can be computed: places side by side in all images must fill whole blocks. */
export const rowsFitBlocks = ({ dialect: { blockedChannels } }: GraphBuilder, { batchSize, outWidth }: Geometry): boolean => (batchSize * outWidth) % blockedChannels === 0

/**
 * Its gradient towards the filter at stride 1, as a convolution of its own, for no more copies than the filter is wide. The places side by
 * side in all images, (n, x), are its channels; the images' rows are rows, and all rows of dy its filter, so that it looks at x once for
 * each row of the gradient; the channels of x are columns; and x shifted to each column of the gradient is one image of its batch.
 */
export const blockedFilterGradient = (graph: GraphBuilder, x: Value, dy: Value, geometry: Geometry): Value => {
  const { blockedChannels: b } = graph.dialect
  const { batchSize, inChannels, outChannels, inHeight, inWidth, outHeight, outWidth, filterHeight, filterWidth, padInfo: { top, bottom, left } } = geometry
  const across = batchSize * outWidth, blocks = across / b
  const placeOf = (block: number, i: number): [image: number, column: number] => [Math.floor((block * b + i) / outWidth), (block * b + i) % outWidth]

  const outside = batchSize * inHeight * inWidth
  const flat = reshaped(graph, x, [outside, inChannels])
  const padded = graph.node('Pad', [flat, graph.integers([0, 0, 1, 0]), graph.scalar(0)], { shape: [outside + 1, inChannels], dtype: x.dtype })
  const shifted = range(filterWidth).flatMap((shift) => range(blocks).flatMap((block) => range(inHeight).flatMap((row) => range(b).map((i) => {
    const [image, column] = placeOf(block, i)
    const seen = column + shift - left
    return seen < 0 || seen >= inWidth ? outside : (image * inHeight + row) * inWidth + seen
  }))))
  const images = filterWidth * blocks * inHeight
  const rows = piecesInOrder(graph, padded, inChannels, shifted, [images, b, 1, inChannels])
  const looked = graph.node('ReorderInput', [rows], { shape: rows.shape, dtype: x.dtype }, {}, blockedDomain)

  const run = greatestCommonDivisor(outWidth, b)
  const runs = range(outChannels / b).flatMap((d) => range(blocks).flatMap((block) => range(outHeight).flatMap((row) => range(b / run).map((i) => {
    const [image, column] = placeOf(block, i * run)
    return (((image * outChannels) / b + d) * outHeight + row) * (outWidth / run) + column / run
  }))))
  const filter = piecesInOrder(graph, intoBlocks(graph, dy), run * b, runs, [outChannels, across, outHeight, 1])

  const result = { shape: [filterWidth, outChannels, filterHeight, inChannels], dtype: x.dtype }
  const attributes = { kernel_shape: [outHeight, 1], pads: [top, 0, bottom, 0] }
  const gradient = graph.node('Conv', [reshaped(graph, looked, [filterWidth, across, inHeight, inChannels]), filter], result, attributes, blockedDomain)
  const apart = reshaped(graph, gradient, [filterWidth, outChannels / b, filterHeight, inChannels, b])
  return reshaped(graph, transposed(graph, apart, [2, 0, 3, 1, 4]), [filterHeight, filterWidth, inChannels, outChannels])
}

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b))
