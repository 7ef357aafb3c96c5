import { backend_util } from '../tfjs.ts'
import { sizeOf, type GraphBuilder, type Shape, type Value } from '../graph.ts'
import { blockedConvolution, blockedFilterGradient, blockedInputGradient, fitsBlocks, rowsFitBlocks } from './blocked.ts'
import { reshaped, transposed } from './shaping.ts'
import { product } from './products.ts'
import { lookBack, lookOf, windowProduct, windows, type Geometry } from './windows.ts'
import { listOf, type Attributes, type Lowering } from './types.ts'

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

/** The first axis from its end to its beginning. */
const backwards = (graph: GraphBuilder, x: Value): Value =>
  x.shape[0] === 1 ? x : graph.node('Slice', [x, graph.integers([-1]), graph.integers([-x.shape[0]! - 1]), graph.integers([0]), graph.integers([-1])], { shape: x.shape, dtype: x.dtype })

/** A filter turned by half a turn, its two ends exchanged, [C, D, h, w]: what carries a gradient back through a convolution of stride 1. */
const turned = (graph: GraphBuilder, filter: Value): Value => {
  const [height, width, from, to] = filter.shape as Four
  const reversed = backwards(graph, reshaped(graph, filter, [height * width, from * to]))
  return reshaped(graph, transposed(graph, reversed, [1, 0]), [from, to, height, width])
}

const isPlain = ({ strideHeight, strideWidth, dilationHeight, dilationWidth }: Geometry): boolean => strideHeight * strideWidth * dilationHeight * dilationWidth === 1

/**
 * How a convolution is computed: in blocks where that layout is there and filters are small beside the images, as putting them in its
 * order takes longer than the convolution gains; else as one product of windows where there are few places for the channels, as ONNX
 * Runtime puts images and filters in the order of its general convolution on one thread; else by that one.
 * @param from,to channels of what is looked at and of what comes out
 */
const wayOf = (graph: GraphBuilder, geometry: Geometry, from: number, to: number): 'blocks' | 'product' | 'general' => {
  const { batchSize, outHeight, outWidth, filterHeight, filterWidth } = geometry
  const places = batchSize * outHeight * outWidth
  if (isPlain(geometry) && filterHeight * filterWidth === 1) return 'product'
  if (fitsBlocks(graph, from, to) && places >= 16 * Math.max(from, to)) return 'blocks'
  return isPlain(geometry) && places <= 64 * from ? 'product' : 'general'
}

/** The gradient towards the input at stride 1 as one product: windows of dy, and the filter as [C, kh · kw · D]. */
const inputGradientProduct = (graph: GraphBuilder, dy: Value, filter: Value, geometry: Geometry): Value => {
  const { inChannels, outChannels, filterHeight, filterWidth } = geometry
  const places = filterHeight * filterWidth
  const byInput = transposed(graph, reshaped(graph, filter, [places, inChannels, outChannels]), [1, 0, 2])
  return windowProduct(graph, dy, lookBack(geometry), reshaped(graph, byInput, [inChannels, places * outChannels]), true)
}

/** The gradient towards a filter as one product of all windows with all gradients. */
const filterGradientProduct = (graph: GraphBuilder, x: Value, dy: Value, geometry: Geometry): Value => {
  const rows = windows(graph, x, lookOf(geometry))
  return product(graph, rows, reshaped(graph, dy, [rows.shape[0]!, geometry.outChannels]), true, false)
}

/**
 * The same at stride 1, half of each window from either side: rows of x with what lies beside it, times the gradients of the rows that
 * see it. The product is of the same size, closer to a square, and reads [kw · C] and [kh · D] a place instead of [kh · kw · C] and [D].
 */
const filterGradientByHalves = (graph: GraphBuilder, x: Value, dy: Value, geometry: Geometry): Value => {
  const { inChannels, outChannels, inHeight, outWidth, filterHeight, filterWidth, padInfo: { top, left } } = geometry
  const grid = { height: inHeight, width: outWidth, strides: [1, 1] } as const
  const across = windows(graph, x, { ...grid, offsets: Array.from({ length: filterWidth }, (_, place) => [0, place - left] as const) })
  const down = windows(graph, dy, { ...grid, offsets: Array.from({ length: filterHeight }, (_, place) => [top - place, 0] as const) })
  const gradient = reshaped(graph, product(graph, across, down, true, false), [filterWidth, inChannels, filterHeight, outChannels])
  return transposed(graph, gradient, [2, 0, 1, 3])
}

export const convolutions: Record<string, Lowering> = {
  Conv2D: ({ inputs: { x, filter }, attributes, graph }) => {
    const geometry = geometryOf(x!.shape, filter!.shape, attributes)
    const { batchSize, inChannels, outChannels, outHeight, outWidth } = geometry
    const way = wayOf(graph, geometry, inChannels, outChannels)
    if (way === 'blocks') return blockedConvolution(graph, x!, filter!, geometry, attributesOf(geometry))
    if (way === 'product') return windowProduct(graph, x!, lookOf(geometry), reshaped(graph, filter!, [sizeOf(filter!.shape) / outChannels, outChannels]), false)
    const shape = [batchSize, outChannels, outHeight, outWidth]
    const y = graph.node('Conv', [transposed(graph, x!, channelsFirst), transposed(graph, filter!, filterFirst)], { shape, dtype: x!.dtype }, attributesOf(geometry))
    return transposed(graph, y, channelsLast)
  },
  /** ConvTranspose does this for any stride; at stride 1 a convolution with the turned filter takes two thirds of its time. */
  Conv2DBackpropInput: ({ inputs: { dy, filter }, attributes, graph }) => {
    const geometry = geometryOf(listOf(attributes, 'inputShape'), filter!.shape, attributes)
    const { batchSize, inChannels, inHeight, inWidth, outChannels, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = geometry
    const way = wayOf(graph, geometry, outChannels, inChannels)
    if (way === 'product') return inputGradientProduct(graph, dy!, filter!, geometry)
    const { top, left, bottom, right } = geometry.padInfo
    const { pads, ...same } = attributesOf(geometry)
    const backward = { ...same, pads: [filterHeight - 1 - top, filterWidth - 1 - left, filterHeight - 1 - bottom, filterWidth - 1 - right] }
    if (way === 'blocks' && isPlain(geometry)) return blockedInputGradient(graph, dy!, filter!, geometry, backward)
    const first = transposed(graph, dy!, channelsFirst)
    const result = { shape: [batchSize, inChannels, inHeight, inWidth], dtype: dy!.dtype }
    const dx = isPlain(geometry)
      ? graph.node('Conv', [first, turned(graph, filter!)], result, backward)
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
  /** Elsewhere than in blocks as a product: a third of the time of ONNX Runtime's general convolution. */
  Conv2DBackpropFilter: ({ inputs: { x, dy }, attributes, graph }) => {
    const filterShape = listOf(attributes, 'filterShape')
    const geometry = geometryOf(x!.shape, filterShape, attributes)
    const inBlocks = wayOf(graph, geometry, geometry.inChannels, geometry.outChannels) === 'blocks'
    if (inBlocks && isPlain(geometry) && rowsFitBlocks(graph, geometry)) return blockedFilterGradient(graph, x!, dy!, geometry)
    const byHalves = isPlain(geometry) && geometry.filterHeight * geometry.filterWidth > 1
    return reshaped(graph, (byHalves ? filterGradientByHalves : filterGradientProduct)(graph, x!, dy!, geometry), filterShape)
  },
}
