import { expect, test } from 'vitest'
import type { Program } from '../../engine/engine.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import * as tf from '../../engine/tfjs.ts'
import { Random } from '../../random/stream.ts'
import { attend } from './attend.ts'
import { attendPast } from './attendPast.ts'

const [batch, heads, headDim, past] = [2, 3, 8, 5]

/** Attention to a past, and to all keys and values in one. */
const program = (length: number): Program => ({
  name: 'attendPast', state: {},
  inputs: Object.fromEntries(Object.entries({
    q: [batch, heads, length, headDim], k: [batch, heads, length, headDim], v: [batch, heads, length, headDim],
    pastK: [batch, heads, past, headDim], pastV: [batch, heads, past, headDim], bias: [batch, 1, length, past + length],
  }).map(([name, shape]) => [name, { shape, dtype: 'float32' }])),
  run: ({ q, k, v, pastK, pastV, bias }) => ({
    outputs: {
      found: attendPast(q!, { k: k!, v: v! }, { k: pastK!, v: pastV! }, bias!),
      expected: attend(q!, tf.concat([pastK!, k!], 2), tf.concat([pastV!, v!], 2), bias!),
    },
  }),
})

test.each([1, headDim - 1, headDim, 3 * headDim])('%i elements after a past attend as within one sequence', async (length) => {
  const engine = createOnnxEngine({ threads: 1 })
  const asked = program(length)
  const inputs = Object.fromEntries(Object.entries(asked.inputs).map(([name, { shape }], index) =>
    [name, new Random({ seed: 1, stream: 'content', index }).fillNormal(new Float32Array(shape.reduce((product, side) => product * side, 1)))]))
  // Some of the past is hidden.
  for (let i = 0; i < inputs['bias']!.length; i++) inputs['bias']![i] = i % 4 === 1 ? -1e9 : 0
  const compiled = await engine.compile(asked)
  const { found, expected } = await compiled.run(inputs, engine.createState({}))
  expect(found!.shape).toEqual([batch, heads, length, headDim])
  expect(Math.max(...Array.from(found!.data, (value, i) => Math.abs(value - expected!.data[i]!)))).toBeLessThan(1e-6)
  await compiled.dispose()
})
