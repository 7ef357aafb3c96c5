import { expect, test } from 'vitest'
import { createReferenceEngine } from './eagerEngine.ts'
import type { Program } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'
import * as tf from './tfjs.ts'
import { traceProgram } from './trace/traceProgram.ts'

/** The gradient by x of Σ w · (sum or mean of x³ along axes). */
const gradientOf = (reduce: (x: tf.Tensor) => tf.Tensor, weights: number[]): Program => ({
  name: 'gradient', inputs: { x: { shape: [3, 40, 5], dtype: 'float32' }, w: { shape: weights, dtype: 'float32' } }, state: {},
  run: ({ x, w }) => ({ outputs: { dx: tf.grad((x) => tf.sum(tf.mul(reduce(tf.mul(tf.square(x), x)), w!)))(x!) } }),
})

test.each<[string, (x: tf.Tensor) => tf.Tensor, number[], (i: number, w: Float32Array) => number]>([
  ['sum of all', (x) => tf.sum(x), [], (_, w) => w[0]!],
  ['mean of all', (x) => tf.mean(x), [], (_, w) => w[0]! / 600],
  ['sum along the last', (x) => tf.sum(x, -1), [3, 40], (i, w) => w[Math.floor(i / 5)]!],
  ['mean along two', (x) => tf.mean(x, [0, 2]), [40], (i, w) => w[Math.floor(i / 5) % 40]! / 15],
  ['mean along one that stays', (x) => tf.mean(x, 1, true), [3, 1, 5], (i, w) => w[5 * Math.floor(i / 200) + (i % 5)]! / 40],
])('the gradient of a %s is exact, and its graph holds nothing of the size of x', async (_, reduce, weights, share) => {
  const program = gradientOf(reduce, weights)
  const x = Float32Array.from({ length: 600 }, (_, i) => Math.sin(i)), w = Float32Array.from({ length: weights.reduce((size, side) => size * side, 1) }, (_, i) => 1 + Math.cos(i))
  for (const engine of [await createReferenceEngine(), createOnnxEngine({ threads: 1 })]) {
    const state = engine.createState({})
    const { dx } = await (await engine.compile(program)).run({ x, w }, state)
    dx!.data.forEach((value, i) => expect(value).toBeCloseTo(3 * x[i]! ** 2 * share(i, w), 5))
  }
  const { constants, nodes } = traceProgram(program).graph
  expect(constants.every(({ data }) => data.length < 40)).toBe(true)
  expect(nodes.map(({ op }) => op)).not.toContain('Expand')
})
