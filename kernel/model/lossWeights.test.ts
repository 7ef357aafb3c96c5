import { describe, expect, test } from 'vitest'
import type { Program } from '../engine/engine.ts'
import { lossInputs, losses } from './losses.ts'
import { parameterSpecs, vocabularyOf } from './parameters.ts'
import { batchOf, document, outputProgram, randomParameters, tinyConfig, traced } from './testModel.ts'

const base = tinyConfig({ 'loss.lambda': 1 })
const shape = { batch: 2, length: 24, images: 2, texts: 40 }
const n = 4

type Inputs = Record<string, Float32Array | Int32Array>

const lossProgram: Program = {
  name: 'losses', inputs: lossInputs(base, shape), state: Object.fromEntries(parameterSpecs(base).map(({ name, shape }) => [name, { shape, dtype: 'float32' }])),
  run: (x, p) => ({ outputs: { ...losses(x, p, base) } }),
}
const lossesOf = async (inputs: Inputs) => {
  const out = await (await traced(lossProgram, randomParameters(base)))(inputs)
  return { total: out['total']!.data[0]!, text: out['text']!.data[0]!, image: out['image']!.data[0]! }
}

/** −log P of each predicted token, and the mean squared error of each patch, taken from what the model says, in float64. */
const each = async (inputs: Inputs): Promise<{ tokens: number[]; patches: number[] }> => {
  const { logits, prediction } = await (await traced(outputProgram(base, shape), randomParameters(base)))(inputs)
  const vocabulary = vocabularyOf(base), weight = inputs['textWeight']!
  const tokens = Array.from(inputs['textTarget'] as Int32Array).flatMap((target, i) => {
    if (weight[i] === 0) return []
    const row = Array.from(logits!.data.subarray(i * vocabulary, (i + 1) * vocabulary))
    return [Math.log(row.reduce((sum, value) => sum + Math.exp(value), 0)) - row[target]!]
  })
  const target = inputs['imageTarget']!, vector = target.length / shape.images / n
  const patches = Array.from({ length: shape.images * n }, (_, i) => i).flatMap((i) => {
    if (inputs['imageWeight']![Math.floor(i / n)] === 0) return []
    const errors = Array.from({ length: vector }, (_, e) => (prediction!.data[i * vector + e]! - target[i * vector + e]!) ** 2)
    return [errors.reduce((sum, value) => sum + value, 0) / vector]
  })
  return { tokens, patches }
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)

/** Two documents with captions of two letters: with ⟨BOI⟩ and the end they predict four tokens each, beside four patches. */
const balanced = batchOf(base, shape, [document(base, 'ab', 'captionFirst', 0)], [document(base, 'xy', 'captionFirst', 1)])

describe('how text and images are weighted (facts 3.1, items 4 and 5)', () => {
  test('item 4: weighting each element by its share of the sequence is ½ · (L_LM + L_DDPM) where there are as many predicted tokens as patches', async () => {
    const { tokens, patches } = await each(balanced)
    expect([tokens.length, patches.length]).toEqual([8, 8])
    expect((sum(tokens) + sum(patches)) / 16).toBeCloseTo((await lossesOf(balanced)).total / 2, 5)
  })

  test('item 5: L_LM is the mean over all predicted tokens of the batch and L_DDPM over all its images, whatever number of each there is', async () => {
    const inputs = batchOf(base, shape, [document(base, 'a longer one', 'captionFirst', 0)], [document(base, 'text alone', 'textAlone', 1)])
    const { tokens, patches } = await each(inputs)
    expect(patches.length).toBe(4)
    const { text, image, total } = await lossesOf(inputs)
    expect(text).toBeCloseTo(sum(tokens) / tokens.length, 5)
    expect(image).toBeCloseTo(sum(patches) / patches.length, 5)
    expect(total).toBeCloseTo(text + image, 5)
  })
})
