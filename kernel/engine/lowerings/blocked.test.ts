import { expect, test } from 'vitest'
import { GraphBuilder, sizeOf, type Node, type Shape } from '../graph.ts'
import { blockedDomain } from './blocked.ts'
import { convolutions } from './convolutions.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** The nodes of a 3 × 3 convolution with its gradients, where blocks are 16 channels wide or there are none. */
const nodesOf = (image: Shape, to: number, blockedChannels = 16): readonly Node[] => {
  const graph = new GraphBuilder({ blockedChannels })
  const x = graph.input('x', f(...image)), dy = graph.input('dy', f(...image.with(3, to))), filter = graph.input('filter', f(3, 3, image[3]!, to))
  const attributes = { strides: 1, pad: 'same', inputShape: x.shape, filterShape: filter.shape }
  for (const [kernel, inputs] of [['Conv2D', { x, filter }], ['Conv2DBackpropInput', { dy, filter }], ['Conv2DBackpropFilter', { x, dy }]] as const) convolutions[kernel]!({ inputs, list: [], attributes, graph })
  return graph.nodes
}
const products = (nodes: readonly Node[]): string[] => nodes.filter(({ op }) => /Conv|MatMul|Gemm/.test(op)).map(({ op, domain }) => `${domain === blockedDomain ? 'blocked ' : ''}${op}`)

test('many places for whole blocks of channels are convolved in blocks, forward and backward', () => {
  expect(products(nodesOf([2, 32, 32, 16], 32))).toEqual(['blocked Conv', 'blocked Conv', 'blocked Conv'])
})

test('few places, channels that leave a block unfilled, and a runtime without blocks have the other ways', () => {
  for (const nodes of [nodesOf([2, 4, 4, 16], 32), nodesOf([2, 32, 32, 3], 32), nodesOf([2, 32, 32, 16], 32, 0)]) {
    expect(products(nodes)).toHaveLength(3)
    expect(nodes.filter(({ domain }) => domain === blockedDomain)).toEqual([])
  }
})

test('a filter\'s gradient in blocks copies three times the image, and dy once', () => {
  const image = [2, 32, 32, 32]
  const nodes = nodesOf(image, 16)
  const gradient = nodes.findLast(({ op }) => op === 'Conv')!
  expect(gradient.inputs.map(({ shape }) => sizeOf(shape) / sizeOf(image))).toEqual([3, 0.5])
})
