import { expect, test } from 'vitest'
import { batchOf, document, outputProgram, randomParameters, tinyConfig, traced } from '../testModel.ts'

const config = tinyConfig({ 'patch.codec': 'unet', 'patch.unetChannels': 4, 'image.size': 16, 'patch.size': 8 })
const furthest = (a: Float32Array, b: Float32Array): number => a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

test('images that share a sequence or a batch, and places without an image, leave each other\'s predictions as they are', async () => {
  const shape = { batch: 1, length: 24, images: 3, texts: 24 }
  const run = await traced(outputProgram(config, shape), randomParameters(config))
  const [first, second] = [document(config, 'ab', 'captionFirst', 0), document(config, 'c', 'imageFirst', 1)]
  const elements = 16 * 16 * 3
  const image = async (place: number, ...packed: typeof first[]): Promise<Float32Array> =>
    ((await run(batchOf(config, shape, packed)))['prediction']!.data as Float32Array).slice(place * elements, (place + 1) * elements)
  const [alone, packed] = [await image(0, second), await image(1, first, second)]
  expect(furthest(alone, await image(0, first))).toBeGreaterThan(0.01)
  expect(furthest(alone, packed)).toBeLessThan(1e-5)
})
