import { describe, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { none } from '../data/laidDocument.ts'
import { specials, vocabularySize } from '../data/tokenizer.ts'
import type { HostTensors } from '../engine/engine.ts'
import type { Losses } from './losses.ts'
import { initialParameters, parameterSpecs } from './parameters.ts'
import { batchOf, document, gradientOf, gradientProgram, randomParameters, sameBits, tinyConfig, traced } from './testModel.ts'
import type { BatchShape } from './transfusion.ts'

const base = tinyConfig()
const shape: BatchShape = { batch: 3, length: 24, images: 3, texts: 60 }
const parameters = randomParameters(base)
const names = parameterSpecs(base).map(({ name }) => name)
const imageWeights = names.filter((name) => name.startsWith('patch.') || name.startsWith('time.'))

const mixed = batchOf(base, shape, [document(base, 'a caption', 'captionFirst', 0)], [document(base, 'image first', 'imageFirst', 1)], [document(base, 'text alone', 'textAlone', 2)])
const withLoss = (lambda: number, textWeight: number): RunConfig => ({ ...base, loss: { ...base.loss, lambda, textWeight } })
const gradients = async (config: RunConfig, inputs = mixed, of: keyof Losses = 'total', state: HostTensors = parameters): Promise<HostTensors> =>
  (await traced(gradientProgram(config, shape, of), state))(inputs)
const loss = (out: HostTensors, name: keyof Losses): number => out[name]!.data[0]!
const sameGradients = (a: HostTensors, b: HostTensors, of = names): string[] => of.filter((name) => !sameBits(a[gradientOf(name)]!.data, b[gradientOf(name)]!.data))
const largest = ({ data }: { data: ArrayLike<number> }): number => Array.from(data).reduce((most, value) => Math.max(most, Math.abs(value)), 0)

/** Names of the parameters whose gradient is not `expected` within 2e-6 of the gradient's largest element. */
const unlike = (out: HostTensors, expected: (name: string, i: number) => number): string[] => names.filter((name) => {
  const { data } = out[gradientOf(name)]!
  const allowed = 2e-6 * (largest({ data }) + 1)
  return data.some((value, i) => !(Math.abs(value - expected(name, i)) <= allowed))
})

describe('L = w·L_LM + λ·L_DDPM (eq. 4)', () => {
  test('loss and every gradient are affine in λ for the same t and ε: two λ predict a third', async () => {
    const [at1, at2, at5] = [await gradients(withLoss(1, 1)), await gradients(withLoss(2, 1)), await gradients(withLoss(5, 1))]
    expect(loss(at5, 'total')).toBeCloseTo(loss(at1, 'total') + 4 * (loss(at2, 'total') - loss(at1, 'total')), 4)
    expect(loss(at5, 'total')).toBeCloseTo(loss(at5, 'text') + 5 * loss(at5, 'image'), 5)
    const line = (name: string, i: number): number => {
      const [one, two] = [at1, at2].map((out) => out[gradientOf(name)]!.data[i]!) as [number, number]
      return one + 4 * (two - one)
    }
    expect(unlike(at5, line)).toEqual([])
  })

  test('λ = 0: loss and gradients are those of the language model, and weights that only images use get exactly zero', async () => {
    const [zero, text] = [await gradients(withLoss(0, 1)), await gradients(base, mixed, 'text')]
    expect(loss(zero, 'total')).toBe(loss(zero, 'text'))
    expect(unlike(zero, (name, i) => text[gradientOf(name)]!.data[i]!)).toEqual([])
    expect(largest(zero[gradientOf('patch.decode')]!)).toBe(0)
    expect(largest(zero[gradientOf('patch.decodeBias')]!)).toBe(0)
    // Text after an image learns how to read it, so the encoder does learn.
    expect(largest(zero[gradientOf('patch.encode')]!)).toBeGreaterThan(0)
  })

  test('language-model weight 0: loss and gradients are λ·DDPM', async () => {
    const [none, image] = [await gradients(withLoss(5, 0)), await gradients(base, mixed, 'image')]
    expect(loss(none, 'total')).toBeCloseTo(5 * loss(none, 'image'), 6)
    expect(unlike(none, (name, i) => 5 * image[gradientOf(name)]!.data[i]!)).toEqual([])
    expect(largest(none[gradientOf('head')]!)).toBe(0)
  })

  test('text alone: loss and gradients are those of a plain causal language model with the same weights, and image weights get zero', async () => {
    const plain = parseConfig({ ...base, mask: 'causal', data: { ...base.data, name: 'text', path: 'none' } })
    const texts = (config: RunConfig) => batchOf(config, { ...shape, images: config === plain ? 0 : 3 }, ...['one', 'two and more', 'three'].map((text, i) => [document(config, text, 'textAlone', i)]))
    const shared = Object.fromEntries(parameterSpecs(plain).map(({ name }) => [name, parameters[name]!]))
    const [whole, alone] = [await gradients(base, texts(base)), await gradients(plain, texts(plain), 'total', shared)]
    expect([loss(whole, 'total'), loss(whole, 'image')]).toEqual([loss(alone, 'total'), 0])
    expect(Object.keys(shared).length + imageWeights.length).toBe(names.length)
    expect(sameGradients(whole, alone, Object.keys(shared))).toEqual([])
    expect(imageWeights.map((name) => largest(whole[gradientOf(name)]!))).toEqual(imageWeights.map(() => 0))
  })
})

describe('what the losses are taken over', () => {
  test('no cross-entropy where the input is BOI or a patch: the last patch does not predict EOI', () => {
    for (const order of ['captionFirst', 'imageFirst'] as const) {
      const { tokens, targets } = document(base, 'abc', order)
      const said = tokens.map((token, i) => ({ token, target: targets[i] })).filter(({ target }) => target !== none)
      expect(said.some(({ token }) => token === none || token === specials.beginImage)).toBe(false)
      expect(said.map(({ target }) => target)).not.toContain(specials.endImage)
      expect(said.map(({ target }) => target)).toContain(specials.beginImage)
    }
  })

  test('the batch puts weight on exactly those positions', () => {
    const laid = document(base, 'abc', 'captionFirst')
    const { textAt, textTarget, textWeight } = batchOf(base, { ...shape, batch: 1 }, [laid])
    const count = textWeight!.filter((weight) => weight > 0).length
    expect([...textAt!.subarray(0, count)].map((at, i) => [at, textTarget![i]])).toEqual(laid.targets.flatMap((target, at) => (target === none ? [] : [[at, target]])))
    expect(textWeight!.subarray(count).every((weight) => weight === 0)).toBe(true)
  })

  test('changing the target of a place without weight leaves the loss the same bits', async () => {
    const run = await traced(gradientProgram(base, shape), parameters)
    const textTarget = (mixed['textTarget'] as Int32Array).map((target, i) => (mixed['textWeight']![i] === 0 ? 65 : target))
    const imageTarget = (mixed['imageTarget'] as Float32Array).slice()
    imageTarget.fill(9, (2 * imageTarget.length) / 3)
    expect(loss(await run({ ...mixed, textTarget, imageTarget }), 'total')).toBe(loss(await run(mixed), 'total'))
  })

  test('permuting the documents of a batch leaves both losses', async () => {
    const documents = ['a caption', 'b', 'another one'].map((text, i) => document(base, text, i === 1 ? 'imageFirst' : 'captionFirst', i))
    const run = await traced(gradientProgram(base, shape), parameters)
    const [a, b] = [await run(batchOf(base, shape, ...documents.map((one) => [one]))), await run(batchOf(base, shape, ...[2, 0, 1].map((i) => [documents[i]!])))]
    expect(loss(b, 'text')).toBeCloseTo(loss(a, 'text'), 5)
    expect(loss(b, 'image')).toBeCloseTo(loss(a, 'image'), 5)
  })

  test('doubling the caption after an image leaves L_DDPM the same bits, and changes L_LM', async () => {
    const run = await traced(gradientProgram(base, shape), parameters)
    const of = (text: string) => run(batchOf(base, shape, [document(base, text, 'imageFirst')]))
    const [short, long] = [await of('abcd'), await of('abcdabcd')]
    expect(loss(long, 'image')).toBe(loss(short, 'image'))
    expect(loss(long, 'text')).not.toBe(loss(short, 'text'))
  })

  test('L_DDPM is the mean over images of each image\'s mean: two images have the mean of their losses, unused places weigh nothing', async () => {
    const run = await traced(gradientProgram(base, shape), parameters)
    const [first, second] = [document(base, 'ab', 'captionFirst', 0), document(base, 'cd', 'captionFirst', 1)]
    const [one, two, both] = [await run(batchOf(base, shape, [first])), await run(batchOf(base, shape, [second])), await run(batchOf(base, shape, [first], [second]))]
    expect(loss(both, 'image')).toBeCloseTo((loss(one, 'image') + loss(two, 'image')) / 2, 5)
  })

  test('L_LM is per token: documents of 3 and 9 predicted tokens weigh 1 : 3', async () => {
    const run = await traced(gradientProgram(base, shape), parameters)
    const [short, long] = [document(base, 'ab', 'textAlone', 0), document(base, 'abcdefgh', 'textAlone', 1)]
    const [one, two, both] = [await run(batchOf(base, shape, [short])), await run(batchOf(base, shape, [long])), await run(batchOf(base, shape, [short], [long]))]
    expect(loss(both, 'text')).toBeCloseTo((loss(one, 'text') + 3 * loss(two, 'text')) / 4, 5)
  })
})

describe('initial values', () => {
  test('the untied zero head gives every token the same chance: CE = ln V', async () => {
    expect(loss(await gradients(base, mixed, 'total', initialParameters(base)), 'text')).toBeCloseTo(Math.log(vocabularySize), 5)
  })

  test('the zero image head predicts no noise: ε-MSE is the mean of ε², 1 ± √(2 / elements)', async () => {
    const config = tinyConfig({ 'image.size': 64, 'patch.size': 16 })
    const wide: BatchShape = { ...shape, images: 3 }
    const inputs = batchOf(config, wide, ...[0, 1, 2].map((i) => [document(config, 'a', 'captionFirst', i)]))
    const out = await (await traced(gradientProgram(config, wide), initialParameters(config)))(inputs)
    const noise = inputs['imageTarget']!
    expect(loss(out, 'image')).toBeCloseTo(Array.from(noise).reduce((sum, value) => sum + value ** 2, 0) / noise.length, 5)
    expect(Math.abs(loss(out, 'image') - 1)).toBeLessThan(2 * Math.sqrt(2 / noise.length))
  })

  test('are a function of the seed, and gains are 1, heads and biases 0', () => {
    const [a, b, c] = [initialParameters(base), initialParameters(base), initialParameters(tinyConfig({ 'train.seed': 1 }))]
    expect(names.filter((name) => !sameBits(a[name]!.data, b[name]!.data))).toEqual([])
    const drawn = parameterSpecs(base).filter(({ initial }) => typeof initial === 'number' && initial > 0).map(({ name }) => name)
    expect(drawn.filter((name) => sameBits(a[name]!.data, c[name]!.data))).toEqual([])
    expect(names.filter((name) => largest(a[name]!) === 0)).toEqual(['head', 'time.inBias', 'time.outBias', 'patch.encodeBias', 'patch.decode', 'patch.decodeBias'])
    expect(Array.from(a['norm']!.data)).toEqual(Array(16).fill(1))
  })
})
