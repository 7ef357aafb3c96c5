import { describe, expect, test } from 'vitest'
import { placesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import type { LaidDocument } from '../data/laidDocument.ts'
import { layOut } from '../data/layout.ts'
import { pictureDocument } from '../data/segments.ts'
import { Random } from '../random/stream.ts'
import { patchVector } from './patchVector.ts'
import { batchOf, gradientOf, gradientProgram, outputProgram, randomParameters, sameBits, tinyConfig, traced } from './testModel.ts'

/** Squares of 2 × 2 patches, and images of 1 × 3 and 3 × 1: places for 3 × 3. */
const config = tinyConfig({ 'data.name': 'folder', 'data.path': '/x', 'image.buckets': ['12x4', '4x12'], 'model.patchPositions': 'learned', 'data.captionFirst': 1, 'data.captionDropout': 0 })
const n = placesPerImage(config), vector = patchVector(config)

const picture = (width: number, height: number, seed: number): Picture => {
  const random = new Random({ seed, stream: 'content' })
  return { width, height, pixels: Uint8Array.from({ length: width * height * 3 }, () => random.integer(256)) }
}
const laid = (width: number, height: number, index: number, of: RunConfig = config): LaidDocument =>
  layOut(pictureDocument('ab', picture(width, height, index)), index, of, of.data.sequenceLength)
const square = laid(8, 8, 0), wide = laid(12, 4, 1), high = laid(4, 12, 2)
const shape = { batch: 3, length: 24, images: 3, texts: 3 * 20 }
/** Which of the places are an image's own. */
const own = { square: [0, 1, 3, 4], wide: [0, 1, 2], high: [0, 3, 6] }

const errorsOf = (prediction: Float32Array, target: Float32Array, place: number, patches: readonly number[]): number => {
  const squares = patches.flatMap((patch) => Array.from({ length: vector }, (_, i) => (prediction[(place * n + patch) * vector + i]! - target[(place * n + patch) * vector + i]!) ** 2))
  return squares.reduce((sum, value) => sum + value, 0) / squares.length
}

describe('images of several sizes in one batch', () => {
  test('a document is as long as its own image, and a patch stands at its row and column', () => {
    expect([square, wide, high].map(({ items: [item], tokens }) => [item!.rows, item!.cols, tokens.length])).toEqual([[2, 2, 9], [1, 3, 8], [3, 1, 8]])
    const inputs = batchOf(config, shape, [square], [wide], [high])
    const weights = inputs['imagePatchWeight'] as Float32Array
    const places = (place: number): number[] => Array.from({ length: n }, (_, i) => i).filter((i) => weights[place * n + i]! > 0)
    expect([places(0), places(1), places(2)]).toEqual([own.square, own.wide, own.high])
    expect([weights[0], weights[n], weights[2 * n]]).toEqual([9 / 4, 3, 3])
  })

  test('the diffusion loss is the mean over images of each image\'s mean over its own elements: every image weighs the same (facts item 5)', async () => {
    const inputs = batchOf(config, shape, [square], [wide], [high])
    const parameters = randomParameters(config)
    const prediction = (await (await traced(outputProgram(config, shape), parameters))(inputs))['prediction']!.data as Float32Array
    const target = inputs['imageTarget'] as Float32Array
    const each = [own.square, own.wide, own.high].map((patches, place) => errorsOf(prediction, target, place, patches))
    const { image } = await (await traced(gradientProgram(config, shape, 'image'), parameters))(inputs)
    expect(image!.data[0]).toBeCloseTo(each.reduce((sum, value) => sum + value, 0) / 3, 5)
    const perElement = (4 * each[0]! + 3 * each[1]! + 3 * each[2]!) / 10
    expect(Math.abs(image!.data[0]! - perElement)).toBeGreaterThan(1e-4)
  })

  test('what stands in empty places changes nothing: neither predictions, nor losses, nor gradients', async () => {
    const inputs = batchOf(config, shape, [square], [wide], [high])
    const parameters = randomParameters(config)
    const run = await traced(gradientProgram(config, shape), parameters)
    const before = await run(inputs)
    const patches = (inputs['patches'] as Float32Array).slice(), imageTarget = (inputs['imageTarget'] as Float32Array).slice()
    for (const [place, mine] of [own.square, own.wide, own.high].entries()) for (let patch = 0; patch < n; patch++) {
      if (!mine.includes(patch)) for (let i = 0; i < vector; i++) patches[(place * n + patch) * vector + i] = imageTarget[(place * n + patch) * vector + i] = 7
    }
    const after = await run({ ...inputs, patches, imageTarget })
    for (const name of ['total', 'image', 'text', gradientOf('patch.decode'), gradientOf('patch.encodeBias'), gradientOf('patch.position')]) {
      const [a, b] = [before[name]!.data, after[name]!.data]
      if (name === gradientOf('patch.encodeBias')) a.forEach((value, i) => expect(b[i]).toBeCloseTo(value, 5))
      else expect(Array.from(b as Float32Array).every((value, i) => Math.abs(value - a[i]!) <= 1e-5 * (1 + Math.abs(a[i]!))), name).toBe(true)
    }
  })

  test('an image is predicted the same whatever sizes stand beside it', async () => {
    const run = await traced(outputProgram(config, shape), randomParameters(config))
    const predictionOf = async (place: number, ...sequences: LaidDocument[][]): Promise<Float32Array> =>
      ((await run(batchOf(config, shape, ...sequences)))['prediction']!.data as Float32Array).slice(place * n * vector, (place + 1) * n * vector)
    const first = await predictionOf(1, [square], [wide], [high])
    const second = await predictionOf(1, [high], [wide], [laid(8, 8, 5)])
    const mine = (values: Float32Array): number[] => own.wide.flatMap((patch) => [...values.subarray(patch * vector, (patch + 1) * vector)])
    mine(first).forEach((value, i) => expect(mine(second)[i]).toBeCloseTo(value, 5))
  })

  test('with squares alone a batch is fed what it was fed before there were buckets, bit for bit', () => {
    const plain = tinyConfig({ 'model.patchPositions': 'learned', 'data.captionFirst': 1, 'data.captionDropout': 0 })
    const inputs = batchOf(plain, { ...shape, batch: 1, images: 1 }, [laid(8, 8, 0, plain)])
    expect(inputs['imagePatchWeight']).toBeUndefined()
    const { items: [item] } = square
    expect(item).toMatchObject({ rows: 2, cols: 2 })
    const bucketed = batchOf(config, { ...shape, batch: 1, images: 1 }, [square])
    const patch = (values: Float32Array, at: number): Float32Array => values.slice(at * vector, (at + 1) * vector)
    own.square.forEach((place, i) => expect(sameBits(patch(inputs['patches'] as Float32Array, i), patch(bucketed['patches'] as Float32Array, place))).toBe(true))
  })
})
