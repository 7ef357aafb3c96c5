import { expect, test } from 'vitest'
import { GraphBuilder, type Graph } from '../graph.ts'
import { worthwhileThreads } from './threads.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** `count` products of [rows × 256] with [256 × 256]. */
const products = (rows: number, count: number): Graph => {
  const g = new GraphBuilder()
  let x = g.input('x', f(rows, 256))
  for (let i = 0; i < count; i++) x = g.node('MatMul', [x, g.input(`w${i}`, f(256, 256))], f(rows, 256))
  return g.finish('test', [{ name: 'y', value: x }])
}

test('a graph of a few rows is one thread\'s work, one of many rows every thread\'s', () => {
  expect(worthwhileThreads(products(1, 10), 16)).toBe(1)
  expect(worthwhileThreads(products(4096, 10), 16)).toBe(16)
  expect(worthwhileThreads(products(4096, 10), 1)).toBe(1)
})

test('work outside of products counts too', () => {
  const g = new GraphBuilder()
  const graph = (size: number): Graph => g.finish('test', [{ name: 'y', value: g.node('Exp', [g.input(`x${size}`, f(size))], f(size)) }])
  expect(worthwhileThreads(graph(1000), 8)).toBe(1)
  expect(worthwhileThreads(graph(10_000_000), 8)).toBe(8)
})
