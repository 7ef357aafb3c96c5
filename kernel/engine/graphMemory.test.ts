import { expect, test } from 'vitest'
import { GraphBuilder, type Value } from './graph.ts'
import { peakBytes } from './graphMemory.ts'
import * as tf from './tfjs.ts'
import { traceProgram } from './trace/traceProgram.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const peakOf = (build: (g: GraphBuilder, x: Value) => Value): number => {
  const g = new GraphBuilder()
  const value = build(g, g.input('x', f(10)))
  return peakBytes(g.finish('test', [{ name: 'y', value }]))
}
const wide = (g: GraphBuilder, x: Value): Value => g.node('Tile', [x, g.integers([10])], f(100))
const narrow = (g: GraphBuilder, x: Value): Value => g.node('ReduceSum', [x], f())

test('a result counts from where it is made to where it is last used', () => {
  // 400 bytes, then 400 + 4, then 4 + 4 beside the output.
  expect(peakOf((g, x) => g.node('Sin', [narrow(g, wide(g, x))], f()))).toBe(404)
})

test('what is needed later stays: two wide results at once', () => {
  expect(peakOf((g, x) => {
    const a = wide(g, x)
    const b = g.node('Transpose', [a], f(100))
    return narrow(g, g.node('Concat', [a, b], f(200), { axis: 0 }))
  })).toBe(400 + 400 + 800)
})

test('an element-wise operator writes over an input that nothing else needs, and a reshape only renames', () => {
  expect(peakOf((g, x) => narrow(g, g.node('Sqrt', [g.node('Reshape', [wide(g, x), g.integers([10, 10])], f(10, 10))], f(10, 10))))).toBe(400)
  expect(peakOf((g, x) => {
    const a = wide(g, x)
    return narrow(g, g.node('Mul', [g.node('Sqrt', [a], f(100)), a], f(100)))
  })).toBe(800)
})

test('inputs and outputs of the graph do not count', () => {
  expect(peakOf((g, x) => wide(g, x))).toBe(0)
})

test('a sum of many keeps no addend\'s makings for the next, in whatever order it names them', () => {
  const chain = (length: number): number => peakBytes(traceProgram({
    name: 'chain', inputs: { x: { shape: [100], dtype: 'float32' } }, state: {},
    run: ({ x }) => {
      const links = Array.from({ length }).reduce<tf.Tensor[]>((made) => [...made, tf.sin(made.at(-1) ?? x!)], [])
      return { outputs: { sum: tf.addN(links.toReversed().map((link) => tf.sum(link))) } }
    },
  }).graph)
  expect(chain(30)).toBe(chain(5))
})
