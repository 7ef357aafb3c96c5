import { backend_util } from '../tfjs.ts'
import { expect, test } from 'vitest'
import { GraphBuilder, sizeOf } from '../graph.ts'
import { convolutions } from './convolutions.ts'
import { lookBack, lookOf, windows } from './windows.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const geometry = (side: number) => backend_util.computeConv2DInfo([2, 9, 9, 4], [side, side, 4, 5], 1, 1, 'same')

test('the same windows are gathered once, however many places they have', () => {
  const graph = new GraphBuilder()
  const x = graph.input('x', f(2, 9, 9, 4))
  expect(windows(graph, x, lookOf(geometry(3)))).toBe(windows(graph, x, lookOf(geometry(3))))
  expect(graph.nodes.filter(({ op }) => op === 'Gather')).toHaveLength(1)
})

test('what a gradient looks at are other places than what the convolution looks at', () => {
  const graph = new GraphBuilder()
  const x = graph.input('x', f(2, 9, 9, 4))
  expect(windows(graph, x, lookBack(geometry(3)))).not.toBe(windows(graph, x, lookOf(geometry(3))))
})

test('windows of one pixel are the image: nothing is moved', () => {
  const graph = new GraphBuilder()
  windows(graph, graph.input('x', f(2, 9, 9, 4)), lookOf(geometry(1)))
  expect(graph.nodes.map(({ op }) => op)).toEqual(['Reshape', 'Reshape'])
})

test('a 3 × 3 filter\'s gradient gathers three times the image and three times dy, not nine times the image', () => {
  const graph = new GraphBuilder()
  const x = graph.input('x', f(2, 9, 9, 4)), dy = graph.input('dy', f(2, 9, 9, 5))
  convolutions['Conv2DBackpropFilter']!({ inputs: { x, dy }, list: [], attributes: { strides: 1, pad: 'same', filterShape: [3, 3, 4, 5] }, graph })
  const gathered = graph.nodes.filter(({ op }) => op === 'Gather').map(({ outputs }) => sizeOf(outputs[0]!.shape))
  expect(gathered).toEqual([3 * sizeOf(x.shape), 3 * sizeOf(dy.shape)])
})
