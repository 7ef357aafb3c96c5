import * as tf from '../../engine/tfjs.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { createReferenceEngine } from '../../engine/eagerEngine.ts'
import type { HostTensors } from '../../engine/engine.ts'
import { initialParameters, parameterSpecs } from '../parameters.ts'
import { patchVector } from '../patchVector.ts'
import { batchOf, document, gradientOf, gradientProgram, outputProgram, patchPlaces, randomParameters, sameBits, tinyConfig, traced } from '../testModel.ts'
import type { BatchShape } from '../transfusion.ts'
import { gatherWindows, spreadWindows } from './layers.ts'
import { unetLevels } from './levels.ts'

const unet = (changes: Record<string, unknown> = {}): RunConfig => tinyConfig({ 'patch.codec': 'unet', 'patch.unetChannels': 4, ...changes })
const base = unet()
const n = 4, vector = patchVector(base)
const shape: BatchShape = { batch: 1, length: 24, images: 3, texts: 20 }

/** For each patch of the image at a place, whether the two predict the same bits. */
const same = (a: HostTensors, b: HostTensors, place: number): boolean[] =>
  Array.from({ length: n }, (_, i) => (place * n + i) * vector).map((at) => sameBits(a['prediction']!.data.subarray(at, at + vector), b['prediction']!.data.subarray(at, at + vector)))

type Inputs = Record<string, Float32Array | Int32Array>

/** The inputs with one patch changed. */
const changed = (inputs: Inputs, place: number, patch: number): Inputs => {
  const patches = (inputs['patches'] as Float32Array).slice()
  for (let i = 0; i < vector; i++) patches[(place * n + patch) * vector + i]! += 0.5
  return { ...inputs, patches }
}

describe('resolutions', () => {
  test.each([
    [1, [[24, 4, 1]]],
    [2, [[24, 4, 2], [12, 8, 1]]],
    [4, [[24, 4, 2], [12, 8, 2], [6, 16, 1]]],
    [8, [[24, 4, 2], [12, 8, 2], [6, 16, 2], [3, 32, 1]]],
    [6, [[24, 4, 2], [12, 8, 3], [4, 16, 1]]],
  ] as const)('a patch of %i goes down by its prime factors until a pixel is a patch, doubling the channels', (size, expected) => {
    const levels = unetLevels(unet({ 'image.size': 24, 'patch.size': size, 'data.sequenceLength': 700 }))
    expect(levels.map(({ side, channels, factor }) => [side, channels, factor])).toEqual(expected)
  })

  test.each([[128, 4, 32], [768, 2, 384], [4096, 2, 768], [16, 4, 16]])('width %i and patch %i take %i channels at the image\'s own resolution', (dim, size, channels) => {
    expect(unetLevels(unet({ 'model.dim': dim, 'patch.size': size, 'patch.unetChannels': 0 }))[0]!.channels).toBe(channels)
  })

  test('windows gathered and spread again are the image; a window lies row by row in its pixel', async () => {
    await createReferenceEngine()
    const x = tf.reshape(tf.range(0, 2 * 6 * 6 * 2), [2, 6, 6, 2])
    const gathered = gatherWindows(x, 3)
    expect(gathered.shape).toEqual([2, 2, 2, 18])
    expect([...gathered.dataSync().slice(18, 26)]).toEqual([6, 7, 8, 9, 10, 11, 18, 19])
    expect([...spreadWindows(gathered, 3).dataSync()]).toEqual([...x.dataSync()])
  })
})

describe.each([1, 2, 3, 4])('patches of %i pixels', (size) => {
  const config = unet({ 'image.size': size === 3 ? 9 : 8, 'patch.size': size, 'patch.unetBlocks': size === 2 ? 2 : 1, 'data.sequenceLength': 144 })
  const shape: BatchShape = { batch: 1, length: 144, images: 2, texts: 20 }

  test('the traced engine and tfjs cpu give the same losses and gradients', async () => {
    const inputs = batchOf(config, shape, [document(config, 'ab', 'captionFirst', 0), document(config, 'c', 'imageFirst', 1)])
    const program = gradientProgram(config, shape), state = randomParameters(config)
    const found = await (await traced(program, state))(inputs)
    const eager = await createReferenceEngine()
    const expected = await (await eager.compile(program)).run(inputs, eager.createState(state))
    for (const [name, { shape, data }] of Object.entries(expected)) {
      const values = Array.from(data)
      const largest = Math.max(...values.map(Math.abs))
      const apart = Math.max(...values.map((value, i) => Math.abs(value - found[name]!.data[i]!)))
      expect(found[name]!.shape).toEqual(shape)
      expect(apart, name).toBeLessThan(1e-4 * (largest + 1e-3))
    }
    const still = parameterSpecs(config).filter(({ name }) => expected[gradientOf(name)]!.data.every((value) => value === 0)).map(({ name }) => name)
    expect(still).toEqual([])
  })
})

describe('what the codec lets through', () => {
  let run: (inputs: Inputs) => Promise<HostTensors>
  beforeAll(async () => {
    run = await traced(outputProgram(base, shape), randomParameters(base))
  })

  test('changing a patch changes every patch of its image and none of another image, under a causal mask too', async () => {
    for (const mask of ['transfusion', 'causal'] as const) {
      const inputs = batchOf({ ...base, mask }, shape, [document(base, 'a', 'captionFirst', 0), document(base, 'b', 'captionFirst', 1)])
      const before = await run(inputs)
      for (const patch of [0, n - 1]) {
        const after = await run(changed(inputs, 1, patch))
        expect([same(before, after, 0), same(before, after, 1)]).toEqual([Array(n).fill(true), Array(n).fill(false)])
      }
    }
  })

  test('text before an image does not see it; text after it does', async () => {
    const laid = document(base, 'ab', 'captionFirst', 0), next = document(base, 'c', 'textAlone', 1)
    const config = { ...base, data: { ...base.data, crossDocument: true } }
    const inputs = { ...batchOf(config, shape, [laid, next]), textAt: Int32Array.from({ length: shape.texts }, (_, i) => i) }
    const [first] = patchPlaces(laid)
    const [a, b] = [await run(inputs), await run(changed(inputs, 0, n - 1))]
    const equal = Array.from({ length: first! + n + 3 }, (_, i) => sameBits(a['logits']!.data.subarray(i * 260, (i + 1) * 260), b['logits']!.data.subarray(i * 260, (i + 1) * 260)))
    expect(equal.slice(0, first)).toEqual(Array(first).fill(true))
    expect(equal.slice(first! + n)).toEqual([false, false, false])
  })

  test('its timestep changes every patch of an image and no other image', async () => {
    const inputs = batchOf(base, shape, [document(base, 'a', 'captionFirst', 0), document(base, 'b', 'captionFirst', 1)])
    const time = (inputs['time'] as Float32Array).slice()
    time[0] = time[0]! / 2
    const [before, after] = [await run(inputs), await run({ ...inputs, time })]
    expect([same(before, after, 0), same(before, after, 1)]).toEqual([Array(n).fill(false), Array(n).fill(true)])
  })

  test('skip connections carry the image past the transformer: with the way through it cut, the prediction still depends on the patches', async () => {
    const parameters = randomParameters(base)
    const cut: HostTensors = { ...parameters, 'patch.decode': { ...parameters['patch.decode']!, data: new Float32Array(parameters['patch.decode']!.data.length) } }
    const through = await traced(outputProgram(base, shape), cut)
    const inputs = batchOf(base, shape, [document(base, 'a', 'captionFirst', 0)])
    expect(same(await through(inputs), await through(changed(inputs, 0, 0)), 0)).toContain(false)
    const otherText = batchOf(base, shape, [document(base, 'b', 'captionFirst', 0)])
    expect(same(await through(inputs), await through(otherText), 0)).toEqual(Array(n).fill(true))
  })
})

test('a fresh U-Net predicts nothing, so its first ε-MSE is the mean of ε²', async () => {
  const inputs = batchOf(base, shape, [document(base, 'a', 'captionFirst', 0)])
  const out = await (await traced(gradientProgram(base, shape), initialParameters(base)))(inputs)
  const noise = (inputs['imageTarget'] as Float32Array).subarray(0, n * vector)
  expect(out['image']!.data[0]).toBeCloseTo(noise.reduce((sum, value) => sum + value ** 2, 0) / noise.length, 5)
})
