import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../../protocol/config/index.ts'
import { Batcher } from '../../data/batch.ts'
import { laidImage, none } from '../../data/laidDocument.ts'
import { pictureToPatches } from '../../data/pixels.ts'
import { encode, specials } from '../../data/tokenizer.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import { randomParameters, randomPicture, tinyConfig } from '../../model/testModel.ts'
import { vocabularyOf } from '../../model/parameters.ts'
import { masks } from '../../../masks/index.ts'
import { chooseToken } from '../chooseToken.ts'
import { InferenceModel } from '../inferenceModel.ts'
import { Random } from '../../random/stream.ts'
import { addItem, addPatches, copyPassage, emptyPassage, withoutText, type Passage } from './passage.ts'
import { Reader } from './reader.ts'

const base = { 'data.sequenceLength': 64, 'model.qkNorm': true }

const modelOf = (config: RunConfig): InferenceModel => {
  const parameters = Object.fromEntries(Object.entries(randomParameters(config)).map(([name, tensor]) => [`param/${name}`, tensor]))
  const engine = createOnnxEngine({ threads: 1 })
  return new InferenceModel(config, engine, engine.createState(parameters), 'param')
}

const patchesOf = (seed: number): Float32Array => pictureToPatches(randomPicture(8, seed), 4)
const write = (passage: Passage, text: string): Passage => (passage.tokens.push(...encode(text)), passage)

/** What the model says of a whole passage at once: logits after its end, and the prediction of its last image. */
const whole = async (model: InferenceModel, { tokens, items }: Passage) => {
  const { config } = model
  const shape = { batch: 1, length: 48, images: Math.max(1, items.length), texts: 1 }
  const document = { tokens, targets: tokens.map(() => none), index: 0, items: items.map(({ at }, number) => laidImage(config, at, { number })) }
  const { inputs } = new Batcher(config, shape).assemble([[document]], ({ number }, patches) => {
    patches.set(items[number]!.patches)
    return items[number]!.time
  })
  inputs['textAt']![0] = tokens.length - 1
  const prediction = (await model.forward('prediction', shape, inputs)).data as Float32Array
  return { logits: (await model.forward('logits', shape, inputs)).data as Float32Array, prediction: prediction.subarray((items.length - 1) * 4 * 48) }
}

const furthest = (a: Float32Array, b: Float32Array): number => (expect(a.length).toBe(b.length), a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0))

describe('what was read is kept (facts 3.1, item 10)', () => {
  const variants = [...Object.keys(masks).map((mask) => ({ mask })), ...['shared', 'axial2d'].map((rope) => ({ 'model.rope': rope }))]
  test.each(variants.map((variant) => [JSON.stringify(variant), variant] as const))('%s: token by token, across an image that is drawn, as computed from the whole', async (_, variant) => {
    const config = tinyConfig({ ...base, ...variant })
    const model = modelOf(config)
    const passage = write(emptyPassage(), 'a red ring')
    const reader = new Reader(model, [passage], { room: 48 })
    const check = async () => expect(furthest((await reader.logits())(0), (await whole(model, passage)).logits)).toBeLessThan(1e-5)
    for (const letter of ' is') {
      await check()
      write(passage, letter)
    }
    await check()
    passage.tokens.push(specials.beginImage)
    addPatches(passage, 'image', patchesOf(1), 1, config)
    for (const time of [1, 0.5, 0.1]) {
      Object.assign(passage.items[0]!, { time, patches: patchesOf(10 * time) })
      expect(furthest((await reader.predictions())(0), (await whole(model, passage)).prediction)).toBeLessThan(1e-5)
    }
    // Done: clean from here on, and read so.
    Object.assign(passage.items[0]!, { time: 0, patches: patchesOf(7) })
    passage.tokens.push(specials.endImage)
    for (const letter of 'and') {
      write(passage, letter)
      await check()
    }
    passage.tokens.push(specials.beginImage)
    addPatches(passage, 'image', patchesOf(4), 0.7, config)
    expect(furthest((await reader.predictions())(0), (await whole(model, passage)).prediction)).toBeLessThan(1e-5)
    await model.dispose()
  })

  test.each([['transfusion', 12], ['causal', 12], ['noisyImagesHidden', 12], ['bidirectional', 0]] as const)('%s keeps %i of the 12 elements before an image', async (mask, kept) => {
    const config = tinyConfig({ ...base, mask })
    const model = modelOf(config)
    const passage = write(emptyPassage(), 'a red ring')
    passage.tokens.push(specials.beginImage)
    addPatches(passage, 'image', patchesOf(1), 1, config)
    const reader = new Reader(model, [passage], { room: 48 })
    await reader.predictions()
    expect(reader.kept(0)).toBe(kept)
    await model.dispose()
  })

  test('after an image the cache holds its clean patches: what it was while it was drawn leaves no trace', async () => {
    const config = tinyConfig(base)
    const model = modelOf(config)
    const passage = write(emptyPassage(), 'ring')
    const reader = new Reader(model, [passage], { room: 48 })
    passage.tokens.push(specials.beginImage)
    addPatches(passage, 'image', patchesOf(1), 1, config)
    await reader.predictions()
    Object.assign(passage.items[0]!, { time: 0, patches: patchesOf(2) })
    passage.tokens.push(specials.endImage)
    const found = await reader.logits()
    const anew = new Reader(model, [copyPassage(passage)], { room: 48 })
    expect(furthest(found(0), (await anew.logits())(0))).toBeLessThan(1e-6)
    await model.dispose()
  })

  test('greedy text is the same token by token with and without a cache, in a batch of different lengths and alone', async () => {
    const config = tinyConfig(base)
    const model = modelOf(config)
    const starts = (): Passage[] => {
      const pictured = write(emptyPassage(), 'see ')
      addItem(pictured, 'image', patchesOf(3), config)
      return [write(emptyPassage(), 'a'), pictured, write(emptyPassage(), 'two rings')]
    }
    const said = async (passages: Passage[], cache: boolean): Promise<number[][]> => {
      const reader = new Reader(model, passages, { room: 48, cache })
      for (let i = 0; i < 20; i++) {
        const logits = await reader.logits()
        passages.forEach(({ tokens }, row) => tokens.push(chooseToken(logits(row).subarray(0, 256), { temperature: 0 }, new Random({ seed: 0, stream: 'sampling' }))))
      }
      return passages.map(({ tokens }) => tokens)
    }
    const expected = await said(starts(), false)
    expect(await said(starts(), true)).toEqual(expected)
    for (const [i, start] of starts().entries()) expect(await said([start], true)).toEqual([expected[i]])
    await model.dispose()
  })

  test('rows that are not asked stay as they are', async () => {
    const config = tinyConfig(base)
    const model = modelOf(config)
    const [a, b] = [write(emptyPassage(), 'a red ring'), write(emptyPassage(), 'a blue disc')]
    const reader = new Reader(model, [a, b], { room: 48 })
    await reader.logits([1])
    expect([reader.kept(0), reader.kept(1)]).toEqual([0, 12])
    expect(furthest((await reader.logits([0]))(0), (await whole(model, a)).logits)).toBeLessThan(1e-5)
    expect(furthest((await reader.logits([1]))(1), (await whole(model, b)).logits)).toBeLessThan(1e-5)
    expect((await reader.logits())(1).length).toBe(vocabularyOf(config))
    await model.dispose()
  })
})

test('a passage without its text keeps ⟨end of text⟩, BOI, EOI and every image', () => {
  const config = tinyConfig(base)
  const passage = write(emptyPassage(), 'before')
  addItem(passage, 'image', patchesOf(1), config)
  write(passage, 'make it blue').tokens.push(specials.beginImage)
  addPatches(passage, 'image', patchesOf(2), 1, config)
  const { tokens, items } = withoutText(passage)
  const patches = Array<number>(4).fill(none)
  expect(tokens).toEqual([specials.endOfText, specials.beginImage, ...patches, specials.endImage, specials.beginImage, ...patches])
  expect(items.map(({ at, patches }) => [at, patches])).toEqual([[2, patchesOf(1)], [8, patchesOf(2)]])
  expect(passage.items[1]!.at).toBe(26)
})

describe('a reader that takes over what another keeps', () => {
  const drawing = (config: RunConfig, text: string, seed: number): Passage => {
    const passage = write(emptyPassage(), text)
    passage.tokens.push(specials.beginImage)
    addPatches(passage, 'image', patchesOf(seed), 1, config)
    return passage
  }

  test('predicts what the other does, in another row and beside passages of other lengths', async () => {
    const config = tinyConfig(base)
    const model = modelOf(config)
    const [a, b] = [drawing(config, 'a red ring', 1), drawing(config, 'two', 2)]
    const first = new Reader(model, [a, b], { room: 48 })
    const expected = await first.predictions()
    const second = new Reader(model, [withoutText(a), b, a], { room: 12 })
    second.takeOver(2, first, 0)
    second.takeOver(1, first, 1)
    expect([second.kept(0), second.kept(1), second.kept(2)]).toEqual([0, 5, 12])
    for (const seed of [1, 5]) {
      const patches = patchesOf(seed)
      a.items[0]!.patches = patches
      const found = await second.predictions()
      const anew = seed === 1 ? expected : await first.predictions()
      expect(furthest(found(2), anew(0))).toBeLessThan(1e-5)
      expect(furthest(found(1), anew(1))).toBeLessThan(1e-5)
    }
    await model.dispose()
  })

  test.each([['transfusion', true], ['noisyImagesHidden', true], ['bidirectional', false]] as const)('under %s the context of an item is kept: %s', async (mask, kept) => {
    const config = tinyConfig({ ...base, mask })
    const model = modelOf(config)
    const passages = [drawing(config, 'a red ring', 1), drawing(config, '', 2)]
    expect(new Reader(model, passages, { room: 12 }).keepsContext).toBe(kept)
    expect(new Reader(model, passages, { room: 12, cache: false }).keepsContext).toBe(false)
    await model.dispose()
  })
})
