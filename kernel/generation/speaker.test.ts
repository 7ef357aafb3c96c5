import { describe, expect, test } from 'vitest'
import { hasImages, parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { none } from '../data/laidDocument.ts'
import { patchesToPicture, pictureToPatches } from '../data/pixels.ts'
import { decode, encode, specials } from '../data/tokenizer.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { randomParameters, randomPicture, tinyConfig } from '../model/testModel.ts'
import { captionImages } from './captionImages.ts'
import { drawImages } from './drawImages.ts'
import { InferenceModel } from './inferenceModel.ts'
import type { Interleaved } from './interleave.ts'
import { speak } from './speaker.ts'

const { endOfText, beginImage: boi, endImage: eoi } = specials
const n = 4

const modelOf = (config: RunConfig, seed = 1): InferenceModel => {
  const parameters = Object.fromEntries(Object.entries(randomParameters(config, seed)).map(([name, tensor]) => [`param/${name}`, tensor]))
  const engine = createOnnxEngine({ threads: 1 })
  return new InferenceModel(config, engine, engine.createState(parameters), 'param')
}

const config = tinyConfig({ 'data.sequenceLength': 64, 'diffusion.prediction': 'v', 'sample.captionLength': 16 })
const drawing = { guidance: 3, steps: 3, sampler: 'ddpm', seed: 4 } as const
const start = (...elements: number[]): Interleaved => ({ elements: [endOfText, ...elements], images: [] })
const wordOf = ({ elements }: Interleaved): string => elements.map((element) => (element === boi ? 'B' : element === eoi ? 'E' : element === none ? 'p' : 't')).join('')

describe('a model that speaks', () => {
  test('random weights at high temperature give well-formed text and images, the same for the same seed', async () => {
    const model = modelOf(config)
    const words = []
    for (const seed of [1, 1, 2, 3, 4]) {
      const sequence = start(65, boi)
      await speak(model, sequence, { ...drawing, temperature: 5, seed, budget: 40 })
      const word = wordOf(sequence)
      expect(word).toMatch(/^ttBppppE(t|BppppE)*$/)
      expect(sequence.elements.length).toBeLessThanOrEqual(43)
      expect(sequence.images.length).toBe(word.split('B').length - 1)
      expect(sequence.images.every((image) => image.length === n * 48 && image.every(Number.isFinite))).toBe(true)
      words.push([sequence.elements, sequence.images])
    }
    expect(words[0]).toEqual(words[1])
    expect(words[0]).not.toEqual(words[2])
    await model.dispose()
  })

  test.each([1, 3])('a prompt that ends with BOI is drawn as drawImages draws it, guidance %i', async (guidance) => {
    const model = modelOf(config)
    const sequence = start(...encode('red'), boi)
    await speak(model, sequence, { ...drawing, guidance, temperature: 0, budget: n + 1 })
    const [expected] = await drawImages(model, ['red'], { ...drawing, guidance })
    const found = patchesToPicture(sequence.images[0]!, 8, 4)
    expect(Math.max(...found.pixels.map((value, i) => Math.abs(value - expected!.pixels[i]!)))).toBeLessThanOrEqual(1)
    await model.dispose()
  })

  test('an image in the start is captioned as captionImages captions it, and returned unchanged', async () => {
    const model = modelOf(config)
    const picture = randomPicture(8, 9)
    const patches = pictureToPatches(picture, 4)
    const sequence: Interleaved = { elements: [endOfText, boi, none, none, none, none, eoi], images: [patches.slice()] }
    await speak(model, sequence, { ...drawing, temperature: 0, budget: 16 })
    const text = sequence.elements.slice(7)
    const cut = text.findIndex((token) => token > 255)
    expect(sequence.images[0]).toEqual(patches)
    expect(decode(cut === -1 ? text : text.slice(0, cut))).toBe((await captionImages(model, [picture], { temperature: 0, seed: 4 }))[0])
    await model.dispose()
  })

  test('earlier text and images change what is drawn; what the second image starts from does not depend on them', async () => {
    const model = modelOf(config)
    const second = async (first: Float32Array, token: number): Promise<Float32Array> => {
      const sequence: Interleaved = { elements: [endOfText, token, boi, none, none, none, none, eoi, boi], images: [first] }
      await speak(model, sequence, { ...drawing, temperature: 0, budget: n + 1 })
      expect(sequence.images.length).toBe(2)
      return sequence.images[1]!
    }
    const [a, b] = [pictureToPatches(randomPicture(8, 1), 4), pictureToPatches(randomPicture(8, 2), 4)]
    expect(await second(a.slice(), 65)).toEqual(await second(a.slice(), 65))
    expect(await second(a.slice(), 65)).not.toEqual(await second(b.slice(), 65))
    expect(await second(a.slice(), 65)).not.toEqual(await second(a.slice(), 66))
    await model.dispose()
  })

  test('a model of text alone says no BOI and cannot draw; a start as long as its sequences is refused in words', async () => {
    const text = parseConfig({ ...config, data: { ...config.data, name: 'text', path: 'none' } })
    expect(hasImages(text)).toBe(false)
    const model = modelOf(text)
    const sequence = start(65)
    await speak(model, sequence, { ...drawing, temperature: 5, budget: 20 })
    expect(wordOf(sequence)).toMatch(/^t+$/)
    await expect(speak(model, start(boi), { ...drawing, temperature: 0, budget: 20 })).rejects.toThrow(/trained on text alone/)
    await expect(speak(model, start(...Array<number>(63).fill(65)), { ...drawing, temperature: 0, budget: 20 })).rejects.toThrow(/has 64 elements.*shorten it/)
    await model.dispose()
  })
})
