import '@tensorflow/tfjs-backend-cpu'
import { beforeAll, describe, expect, test } from 'vitest'
import { createReferenceEngine } from '../../engine/eagerEngine.ts'
import type { Program } from '../../engine/engine.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import * as tf from '../../engine/tfjs.ts'
import { Random } from '../../random/stream.ts'
import { convolve3x3, depthToSpace, spaceToDepth } from './convolution.ts'

const [batch, height, width, channels, out] = [2, 5, 4, 3, 6]
const values = (index: number, size: number): Float32Array => new Random({ seed: 1, stream: 'content', index }).fillNormal(new Float32Array(size))
const inputs = { x: values(0, batch * height * width * channels), weight: values(1, 9 * channels * out), dy: values(2, batch * height * width * out) }

/** Value and gradients of a convolution in tfjs operations. */
const program = (name: string, convolve: (x: tf.Tensor, weight: tf.Tensor) => tf.Tensor): Program => ({
  name, state: {},
  inputs: {
    x: { shape: [batch, height, width, channels], dtype: 'float32' }, weight: { shape: [9 * channels, out], dtype: 'float32' },
    dy: { shape: [batch, height, width, out], dtype: 'float32' },
  },
  run({ x, weight, dy }) {
    const { value, grads } = tf.valueAndGrads((x, weight) => tf.sum(tf.mul(convolve(x!, weight!), dy!)) as tf.Scalar)([x!, weight!])
    return { outputs: { y: convolve(x!, weight!), value, dx: grads[0]!, dWeight: grads[1]! } }
  },
})

describe('a 3 × 3 convolution', () => {
  beforeAll(async () => void (await createReferenceEngine()))

  test('is tfjs\'s conv2d, value and both gradients, on either engine', async () => {
    const eager = await createReferenceEngine(), traced = createOnnxEngine({ threads: 1 })
    const plain = program('conv2d', (x, weight) => tf.conv2d(x as tf.Tensor4D, tf.reshape(weight, [3, 3, channels, out]) as tf.Tensor4D, 1, 'same'))
    const expected = await (await eager.compile(plain)).run(inputs, eager.createState({}))
    for (const engine of [eager, traced]) {
      const found = await (await engine.compile(program('ours', convolve3x3))).run(inputs, engine.createState({}))
      for (const [name, { shape, data }] of Object.entries(expected)) {
        expect(found[name]!.shape, name).toEqual(shape)
        const largest = Math.max(...Array.from(data, (value, i) => Math.abs(value - found[name]!.data[i]!)))
        expect(largest, `${engine.record.engine} ${name}`).toBeLessThan(1e-4)
      }
    }
  })

  test('space to depth and back is the picture again; a window becomes one pixel, row by row', () => {
    const x = tf.tensor(Float32Array.from({ length: 16 }, (_, i) => i), [1, 4, 4, 1])
    const deep = spaceToDepth(x)
    expect(deep.shape).toEqual([1, 2, 2, 4])
    expect([...deep.dataSync().slice(0, 8)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7])
    expect([...depthToSpace(deep).dataSync()]).toEqual([...x.dataSync()])
  })
})
