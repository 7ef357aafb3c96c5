import { afterAll, describe, expect, test } from 'vitest'
import type { RunConfig } from '../../protocol/config/index.ts'
import { openShapes } from '../data/shapes/dataset.ts'
import { vocabularySize } from '../data/tokenizer.ts'
import { createSchedule } from '../diffusion/schedule.ts'
import { targetWeights } from '../diffusion/prediction.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { InferenceModel } from '../generation/inferenceModel.ts'
import { initialParameters } from '../model/parameters.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { captionLoss } from './captionLoss.ts'
import { EpsilonErrors, frozenNoise, gridTimestep } from './epsilonErrors.ts'
import { evaluateHeldOut } from './heldOut.ts'
import { pictureDocument, picturesOf, textOf } from '../data/segments.ts'

const config = tinyConfig({ 'image.size': 16, 'data.sequenceLength': 64, 'data.maxObjects': 1, 'train.batch': 4 })
const dataset = openShapes({ maxObjects: 1, positions: 0, jitter: 1, heldOut: 0.1 }, 16, 0)
const made: InferenceModel[] = []
const modelOf = (own: RunConfig, parameters = randomParameters(own)): InferenceModel => {
  const engine = createOnnxEngine({ threads: 1 })
  const model = new InferenceModel(own, engine, engine.createState(Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`param/${name}`, tensor]))), 'param')
  made.push(model)
  return model
}
afterAll(async () => void (await Promise.all(made.map((model) => model.dispose()))))

describe('held-out evaluation', () => {
  test('of a fresh model: text and captions cost ln V a token, and predicting no noise has an ε-MSE of 1 at every level and in every quarter', async () => {
    const numbers = await evaluateHeldOut(modelOf(config, initialParameters(config)), dataset, 2)
    expect(numbers['eval.text']).toBeCloseTo(Math.log(vocabularySize), 5)
    expect(numbers['eval.perplexity']).toBeCloseTo(vocabularySize, 2)
    expect(numbers['eval.captionLoss']).toBeCloseTo(Math.log(vocabularySize), 5)
    const images = Object.entries(numbers).filter(([key]) => key.startsWith('eval.epsilonMse') || key.startsWith('eval.raster'))
    expect(images.length).toBe(1 + 5 + 4)
    for (const [, value] of images) expect(Math.abs(value - 1)).toBeLessThan(0.2)
    expect(numbers).not.toHaveProperty(['eval.perplexity.textAlone'])
  })

  test('does not depend on what a run trained with: seed, order, dropout, noise limit', async () => {
    const parameters = randomParameters(config)
    const others = { ...config, train: { ...config.train, seed: 9 }, data: { ...config.data, captionFirst: 0.1, captionDropout: 0.9 }, diffusion: { ...config.diffusion, noiseLimit: 10 } }
    expect(await evaluateHeldOut(modelOf(others, parameters), dataset, 1)).toEqual(await evaluateHeldOut(modelOf(config, parameters), dataset, 1))
  })

  test('the caption loss sees the image: other pictures with the same captions give another number, and a model of text alone gives none', async () => {
    const model = modelOf(config)
    const own = await captionLoss(model, dataset, 1)
    const exchanged = { ...dataset, document: (split: 'train' | 'heldOut', index: number) => pictureDocument(textOf(dataset.document(split, index)), picturesOf(dataset.document(split, index + 7))[0]!) }
    expect(own).not.toBe(await captionLoss(model, exchanged, 1))
    expect(await captionLoss(modelOf({ ...config, data: { ...config.data, name: 'text' } }), dataset, 1)).toBeNull()
  })
})

describe('ε-MSE', () => {
  const elements = 4 * 48, n = 4
  const x0 = Float32Array.from({ length: elements }, (_, i) => Math.sin(i))

  test.each(['epsilon', 'v', 'x0', 'flow'] as const)('%s: a prediction that is wrong by d in the noise it implies has ε-MSE d² at every level, whatever is predicted', (prediction) => {
    const own = tinyConfig({ 'diffusion.prediction': prediction })
    const errors = new EpsilonErrors(own)
    for (let index = 0; index < 5; index++) {
      const mix = createSchedule(own.diffusion)(gridTimestep({ index, number: 0 }, 1000))
      const weights = targetWeights(prediction, mix)
      const epsilon = frozenNoise({ index, number: 0 }).fillNormal(new Float32Array(elements))
      const noisy = x0.map((value, i) => mix.signal * value + mix.noise * epsilon[i]!)
      // What a model would predict that takes ε for ε + d, and the image for what x_t then leaves.
      const d = 0.5
      const output = x0.map((value, i) => weights.image * (value - (mix.noise / mix.signal) * d) + weights.noise * (epsilon[i]! + d))
      errors.add({ index, number: 0 }, noisy, output, n)
    }
    expect([...errors.byLevel().keys()]).toEqual([100, 300, 500, 700, 900])
    for (const value of [...errors.byLevel().values(), ...errors.byPatch()]) expect(value).toBeCloseTo(0.25, 3)
  })

  test('by raster index finds the patch that is wrong', () => {
    const errors = new EpsilonErrors(tinyConfig())
    const epsilon = frozenNoise({ index: 3, number: 0 }).fillNormal(new Float32Array(elements))
    errors.add({ index: 3, number: 0 }, x0, epsilon.map((value, i) => (Math.floor(i / 48) === 2 ? value + 2 : value)), n)
    expect(errors.byPatch().map((value) => value.toFixed(4))).toEqual(['0.0000', '0.0000', '4.0000', '0.0000'])
  })
})
