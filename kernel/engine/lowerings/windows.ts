import type { backend_util } from '../tfjs.ts'
import type { GraphBuilder, Value } from '../graph.ts'
import { product } from './products.ts'
import { concatenated, reshaped } from './shaping.ts'

/** Where a convolution looks: sides, strides, and how far beyond the edges. */
export type Look = Pick<backend_util.Conv2DInfo,
  'batchSize' | 'inChannels' | 'inHeight' | 'inWidth' | 'outHeight' | 'outWidth' | 'strideHeight' | 'strideWidth' | 'filterHeight' | 'filterWidth'> & {
    padInfo: Pick<backend_util.Conv2DInfo['padInfo'], 'top' | 'left' | 'bottom' | 'right'>
  }

/** The windows that a convolution looks at, one a row: [N · h · w, kh · kw · C]. */
export const windows = (graph: GraphBuilder, x: Value, look: Look): Value => {
  const { batchSize, inChannels, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth, filterHeight, filterWidth } = look
  const { top, left, bottom, right } = look.padInfo
  const padded = { shape: [batchSize, inHeight + top + bottom, inWidth + left + right, inChannels], dtype: x.dtype }
  const wide = top + bottom + left + right === 0 ? x : graph.node('Pad', [x, graph.integers([0, top, left, 0, 0, bottom, right, 0]), graph.scalar(0)], padded)
  const whole = filterHeight * filterWidth * strideHeight * strideWidth === 1
  const steps = graph.integers([strideHeight, strideWidth]), axes = graph.integers([1, 2])
  const parts = whole ? [wide] : Array.from({ length: filterHeight * filterWidth }, (_, place) => {
    const y = Math.floor(place / filterWidth), at = place % filterWidth
    const ends = graph.integers([y + (outHeight - 1) * strideHeight + 1, at + (outWidth - 1) * strideWidth + 1])
    return graph.node('Slice', [wide, graph.integers([y, at]), ends, axes, steps], { shape: [batchSize, outHeight, outWidth, inChannels], dtype: x.dtype })
  })
  return reshaped(graph, concatenated(graph, parts, 3), [batchSize * outHeight * outWidth, parts.length * inChannels])
}

/** A convolution as one product: windows of [N, H, W, C] times a filter [kh · kw · C, D] give [N, h, w, D]. */
export const windowProduct = (graph: GraphBuilder, x: Value, filter: Value, look: Look): Value =>
  reshaped(graph, product(graph, windows(graph, x, look), filter, false, false), [look.batchSize, look.outHeight, look.outWidth, filter.shape[1]!])
