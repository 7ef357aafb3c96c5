import { afterAll, describe, expect, test } from 'vitest'
import { hasImages, parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import type { Picture } from '../data/document.ts'
import { none } from '../data/laidDocument.ts'
import { pictureToPatches } from '../data/pixels.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { randomParameters, randomPicture, tinyConfig } from '../model/testModel.ts'
import { captionImages } from './captionImages.ts'
import { drawImages } from './drawImages.ts'
import { generate, type Generated, type GenerateOptions } from './generate.ts'
import { InferenceModel } from './inferenceModel.ts'
import { interleave } from './interleave.ts'
import { isPicture, isWave, readPrompts } from './prompt.ts'
import { modelSpeaker } from './speaker.ts'
import { specials } from '../data/tokenizer.ts'

const modelOf = (config: RunConfig, seed = 1): InferenceModel => {
  const parameters = Object.fromEntries(Object.entries(randomParameters(config, seed)).map(([name, tensor]) => [`param/${name}`, tensor]))
  const engine = createOnnxEngine({ threads: 1 })
  return new InferenceModel(config, engine, engine.createState(parameters), 'param', { weightsStay: true })
}

const config = tinyConfig({ 'data.sequenceLength': 64, 'diffusion.prediction': 'v', 'sample.captionLength': 16 })
const model = modelOf(config)
afterAll(() => model.dispose())

const settings = { guidance: 3, steps: 3, sampler: 'ddpm', seed: 4, temperature: 5 } as const satisfies GenerateOptions
const wordOf = ({ parts }: Generated): string => parts.map((part) => (typeof part === 'string' ? 't' : 'I')).join('')
const furthest = (a: Picture, b: Picture): number => Math.max(...a.pixels.map((value, i) => Math.abs(value - b.pixels[i]!)))

describe('text and images in one sequence', () => {
  test('an image first, then text and images as they come; the same for the same seed', async () => {
    const prompts = Array.from({ length: 12 }, (_, i) => 'A'.repeat(i))
    const of = (seed: number) => generate(model, prompts, { ...settings, seed, next: 'image', budget: 50 })
    const results = await of(1)
    for (const result of results) {
      expect(wordOf(result)).toMatch(/^I(tI?|I)*$/)
      for (const part of result.parts) if (isPicture(part)) expect([part.width, part.height]).toEqual([8, 8])
    }
    expect(results.some((result) => wordOf(result).length > 2)).toBe(true)
    expect(await of(1)).toEqual(results)
    expect(await of(2)).not.toEqual(results)
  })

  test.each([1, 3])('an image that is asked for is what drawImages draws, guidance %i', async (guidance) => {
    const [result] = await generate(model, ['red'], { ...settings, guidance, next: 'image', budget: 5 })
    const [expected] = await drawImages(model, ['red'], { ...settings, guidance })
    expect(result!.parts.length).toBe(1)
    expect(furthest(result!.parts[0] as Picture, expected!)).toBe(0)
  })

  test('a picture in the prompt is captioned as captionImages captions it', async () => {
    const picture = randomPicture(8, 9)
    const [result] = await generate(model, [[picture]], { ...settings, temperature: 0, next: 'text', budget: 16 })
    expect(result!.parts.join('')).toBe((await captionImages(model, [picture], { temperature: 0, seed: 4 }))[0])
  })

  test('pictures in the prompt are left as they are; earlier text and pictures change what is drawn', async () => {
    const [a, b] = [randomPicture(8, 1), randomPicture(8, 2)]
    const passages = await readPrompts(model, [['see', a, 'and', b, 'so']], 6)
    passages[0]!.tokens.push(specials.beginImage)
    await interleave(modelSpeaker(model, passages, settings), passages, { drawables: [{ name: 'image', patches: 4 }], budget: () => 5 })
    expect(passages[0]!.items.map(({ time }) => time)).toEqual([0, 0, 0])
    expect(passages[0]!.items.slice(0, 2).map(({ patches }) => patches)).toEqual([pictureToPatches(a, 4), pictureToPatches(b, 4)])
    const drawn = async (...prompt: (string | Picture)[]) => (await drawImages(model, [prompt], settings))[0]!
    expect(furthest(await drawn('A', a), await drawn('A', a))).toBe(0)
    expect(furthest(await drawn('A', a), await drawn('A', b))).toBeGreaterThan(0)
    expect(furthest(await drawn('A', a), await drawn('B', a))).toBeGreaterThan(0)
    expect(furthest(await drawn('A', a), await drawn(a, 'A'))).toBeGreaterThan(0)
  })

  test('x_t is overwritten: a passage has one length through all of the denoising', async () => {
    const passages = await readPrompts(model, ['A'], 6)
    passages[0]!.tokens.push(specials.beginImage)
    const lengths: number[] = []
    await modelSpeaker(model, passages, { ...settings, onStep: () => lengths.push(passages[0]!.tokens.length) }).drawItems([0], 'image')
    expect([...new Set(lengths)]).toEqual([7])
    expect(passages[0]!.tokens.slice(3)).toEqual([none, none, none, none])
  })

  test('text and nothing else where that is asked for', async () => {
    for (const seed of [1, 2, 3]) expect(wordOf((await generate(model, ['A'], { ...settings, seed, next: 'text', budget: 30 }))[0]!)).toMatch(/^t?$/)
  })
})

describe('a batch is its prompts one by one', () => {
  const prompts = [['red'], ['see', randomPicture(8, 5), 'and'], ['a blue disc']]

  test.each([['with a cache', true], ['without', false]])('%s: text and images that come by themselves', async (_, cache) => {
    const options = { ...settings, temperature: 3, topP: 0.95, minP: 0.01, cache }
    const together = await generate(model, prompts, options)
    for (const [first, prompt] of prompts.entries()) {
      const [alone] = await generate(model, [prompt], { ...options, first })
      expect(alone!.ended).toBe(together[first]!.ended)
      expect(wordOf(alone!)).toBe(wordOf(together[first]!))
      alone!.parts.forEach((part, i) => {
        const other = together[first]!.parts[i]!
        if (isPicture(part) && isPicture(other)) expect(furthest(part, other)).toBeLessThanOrEqual(1)
        else expect(part).toBe(other)
      })
    }
  })

  test('cached and uncached drawings and captions are the same', async () => {
    const [drawn, anew] = await Promise.all([true, false].map((cache) => drawImages(model, prompts, { ...settings, cache })))
    drawn!.forEach((picture, i) => expect(furthest(picture, anew![i]!)).toBeLessThanOrEqual(1))
    const pictures = [1, 2, 3].map((seed) => randomPicture(8, seed))
    expect(await captionImages(model, pictures, { temperature: 0, seed: 1, cache: false })).toEqual(await captionImages(model, pictures, { temperature: 0, seed: 1 }))
  })
})

describe('while it goes on', () => {
  test('parts are told as they grow', async () => {
    const told: [number, string][] = []
    const [result] = await generate(model, ['A'], { ...settings, next: 'image', budget: 12, onPart: (_, index, part) => told.push([index, typeof part === 'string' ? part : 'picture']) })
    expect(told[0]).toEqual([0, 'picture'])
    const last = new Map(told)
    expect([...last.values()]).toEqual(result!.parts.map((part) => (typeof part === 'string' ? part : 'picture')))
  })

  test('it stops at the next step where that is asked for', async () => {
    const stop = new AbortController()
    let steps = 0
    const drawing = generate(model, ['A'], { ...settings, steps: 50, next: 'image', signal: stop.signal, onStep: () => void (++steps === 2 && stop.abort(new Error('enough'))) })
    await expect(drawing).rejects.toThrow('enough')
    expect(steps).toBe(2)
  })
})

test('a model of text alone says no BOI and neither draws nor sees; what does not fit is refused in words', async () => {
  const text = parseConfig({ ...config, data: { ...config.data, name: 'text', path: 'none' } })
  expect(hasImages(text)).toBe(false)
  const model = modelOf(text)
  expect(wordOf((await generate(model, ['A'], { ...settings, budget: 20 }))[0]!)).toBe('t')
  await expect(generate(model, ['A'], { ...settings, next: 'image' })).rejects.toThrow(/trained without pictures, so it cannot draw/)
  await expect(generate(model, [[randomPicture(8, 1)]], settings)).rejects.toThrow(/trained without pictures, so it cannot see/)
  await expect(generate(model, ['A'.repeat(63)], settings)).rejects.toThrow('has 63 bytes; this model\'s sequences have room for 62, so shorten it')
  await model.dispose()
})

test('a prompt that leaves no room says how much its pictures take', async () => {
  await expect(drawImages(model, [['A'.repeat(60), randomPicture(8, 1)]], settings)).rejects.toThrow(/has 60 bytes; this model's sequences have room for 51 beside 4 patches of a picture/)
})

test('pictures and waves in one sequence: either is asked for, and either is in the prompt of the other', async () => {
  const both = tinyConfig({
    'data.name': 'mix', 'data.parts': [{ name: 'shapes' }, { name: 'waves' }], 'data.sequenceLength': 64, 'waves.samples': 64, 'waves.patch': 16, 'diffusion.prediction': 'v',
  })
  const model = modelOf(both)
  const [wave] = await generate(model, [['see', randomPicture(8, 1)]], { ...settings, next: 'wave', budget: 5 })
  expect(wave!.parts.map(isWave)).toEqual([true])
  const sounds = wave!.parts.filter(isWave)
  expect(sounds[0]!.samples.length).toBe(64)
  for (const cache of [true, false]) {
    const [drawn] = await generate(model, [['hear', ...sounds]], { ...settings, cache, next: 'image', budget: 5 })
    expect(drawn!.parts.map(isPicture)).toEqual([true])
  }
  await model.dispose()
})
