import { backend_util } from '../tfjs.ts'
import type { GraphBuilder, Shape, Value } from '../graph.ts'
import { concatenated, reshaped, transposed } from './shaping.ts'
import { product } from './products.ts'
import { listOf, type Attributes, type Lowering } from './types.ts'

/** What tfjs works out of a convolution's attributes: sides, strides, padding. */
type Geometry = backend_util.Conv2DInfo

type Four = [number, number, number, number]

/** tfjs keeps images as [N, H, W, C] and filters as [h, w, C, D]; ONNX wants [N, C, H, W] and [D, C, h, w]. */
const channelsFirst = [0, 3, 1, 2], channelsLast = [0, 2, 3, 1], filterFirst = [3, 2, 0, 1]

const geometryOf = (images: Shape, filter: Shape, { strides, pad, dataFormat = 'NHWC', dilations = 1, dimRoundingMode }: Attributes): Geometry => {
  if (dataFormat !== 'NHWC') throw new Error(`a traced convolution takes channels last, not ${String(dataFormat)}`)
  return backend_util.computeConv2DInfo(
    images as Four, filter as Four, strides as number, dilations as number, pad as 'same', dimRoundingMode as 'floor' | undefined,
  )
}

const attributesOf = ({ strideHeight, strideWidth, dilationHeight, dilationWidth, filterHeight, filterWidth, padInfo: { top, left, bottom, right } }: Geometry) => ({
  kernel_shape: [filterHeight, filterWidth], strides: [strideHeight, strideWidth], dilations: [dilationHeight, dilationWidth], pads: [top, left, bottom, right],
})

/** A filter turned by half a turn, its two ends exchanged: what carries a gradient back through a convolution of stride 1. */
const turned = (graph: GraphBuilder, filter: Value): Value => {
  const [height, width, from, to] = filter.shape as Four
  const shape = [from, to, height, width]
  const first = transposed(graph, filter, [2, 3, 0, 1])
  const back = graph.integers([-1, -1]), beyond = graph.integers([-height - 1, -width - 1])
  return graph.node('Slice', [first, back, beyond, graph.integers([2, 3]), graph.integers([-1, -1])], { shape, dtype: filter.dtype })
}

/** The windows that a convolution looks at, one a row: [N · h · w, kh · kw · C]. */
const windows = (graph: GraphBuilder, x: Value, geometry: Geometry): Value => {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = geometry
  const { top, left, bottom, right } = geometry.padInfo
  const padded = { shape: [batchSize, inHeight + top + bottom, inWidth + left + right, inChannels], dtype: x.dtype }
  const wide = top + bottom + left + right === 0 ? x : graph.node('Pad', [x, graph.integers([0, top, left, 0, 0, bottom, right, 0]), graph.scalar(0)], padded)
  const steps = graph.integers([strideHeight, strideWidth]), axes = graph.integers([1, 2])
  const parts = Array.from({ length: filterHeight * filterWidth }, (_, place) => {
    const y = Math.floor(place / filterWidth), at = place % filterWidth
    const ends = graph.integers([y + (outHeight - 1) * strideHeight + 1, at + (outWidth - 1) * strideWidth + 1])
    return graph.node('Slice', [wide, graph.integers([y, at]), ends, axes, steps], { shape: [batchSize, outHeight, outWidth, inChannels], dtype: x.dtype })
  })
  return reshaped(graph, concatenated(graph, parts, 3), [batchSize * outHeight * outWidth, parts.length * inChannels])
}

export const convolutions: Record<string, Lowering> = {
  Conv2D: ({ inputs: { x, filter }, attributes, graph }) => {
    const geometry = geometryOf(x!.shape, filter!.shape, attributes)
    const { batchSize, outChannels, outHeight, outWidth } = geometry
    const shape = [batchSize, outChannels, outHeight, outWidth]
    const y = graph.node('Conv', [transposed(graph, x!, channelsFirst), transposed(graph, filter!, filterFirst)], { shape, dtype: x!.dtype }, attributesOf(geometry))
    return transposed(graph, y, channelsLast)
  },
  /** ConvTranspose does this for any stride; at stride 1 a convolution with the turned filter takes two thirds of its time. */
  Conv2DBackpropInput: ({ inputs: { dy, filter }, attributes, graph }) => {
    const geometry = geometryOf(listOf(attributes, 'inputShape'), filter!.shape, attributes)
    const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = geometry
    const { top, left, bottom, right } = geometry.padInfo
    const first = transposed(graph, dy!, channelsFirst)
    const result = { shape: [batchSize, inChannels, inHeight, inWidth], dtype: dy!.dtype }
    const { pads, ...same } = attributesOf(geometry)
    const plain = strideHeight === 1 && strideWidth === 1 && geometry.dilationHeight === 1 && geometry.dilationWidth === 1
    const dx = plain
      ? graph.node('Conv', [first, turned(graph, filter!)], result, { ...same, pads: [filterHeight - 1 - top, filterWidth - 1 - left, filterHeight - 1 - bottom, filterWidth - 1 - right] })
      : graph.node('ConvTranspose', [first, transposed(graph, filter!, filterFirst)], result, {
        ...same, pads,
        // Rows and columns at the far edge that no window reached.
        output_padding: [
          inHeight - ((outHeight - 1) * strideHeight + filterHeight - top - bottom),
          inWidth - ((outWidth - 1) * strideWidth + filterWidth - left - right),
        ],
      })
    return transposed(graph, dx, channelsLast)
  },
  /** One product of all windows with all gradients: a third of the time of a convolution whose filter is the gradient. */
  Conv2DBackpropFilter: ({ inputs: { x, dy }, attributes, graph }) => {
    const filterShape = listOf(attributes, 'filterShape')
    const geometry = geometryOf(x!.shape, filterShape, attributes)
    const rows = windows(graph, x!, geometry)
    const flat = reshaped(graph, dy!, [rows.shape[0]!, geometry.outChannels])
    return reshaped(graph, product(graph, rows, flat, true, false), filterShape)
  },
}
