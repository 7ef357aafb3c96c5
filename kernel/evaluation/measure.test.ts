import { afterAll, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { measureDefaults, usualMeasurements, type MeasureRequest } from '../../protocol/measurements.ts'
import { metricInfo } from '../../protocol/metricKeys.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { InferenceModel } from '../generation/inferenceModel.ts'
import { randomParameters, tinyConfig } from '../model/testModel.ts'
import { measure } from './measure.ts'

const config = tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80, 'data.maxObjects': 2, 'train.batch': 4, 'sample.steps': 2, 'sample.captionLength': 8 })
const made: InferenceModel[] = []
const modelOf = (own: RunConfig): InferenceModel => {
  const engine = createOnnxEngine({ threads: 1 })
  const model = new InferenceModel(own, engine, engine.createState(Object.fromEntries(Object.entries(randomParameters(own)).map(([name, tensor]) => [`param/${name}`, tensor]))), 'param')
  made.push(model)
  return model
}
afterAll(async () => void (await Promise.all(made.map((model) => model.dispose()))))

const request = (changes: Partial<MeasureRequest>): MeasureRequest => ({ ...measureDefaults, what: ['heldOut'], count: 6, ...changes })
const ignore = (): void => {}

test('every number has a name, a description and a direction, is finite, and is the same when measured again; progress ends at the end', async () => {
  const model = modelOf(config)
  const what = request({ what: ['heldOut', 'raster', 'promptGain', 'captions', 'frechet', 'scenes'] })
  const progress: number[] = []
  const numbers = await measure(model, what, '', (done, total) => progress.push(done / total))
  expect(await measure(model, what, '', ignore)).toEqual(numbers)
  expect(Object.keys(numbers)).toEqual(expect.arrayContaining(['measure.perplexity', 'measure.epsilonMse.t500', 'measure.captionLoss', 'measure.raster.p1', 'measure.raster.p4', 'measure.promptGain', 'measure.promptGain.t900', 'measure.cider', 'measure.exactMatch', 'measure.frechet', 'measure.frechet.floor', 'measure.texture', 'measure.texture.floor', 'measure.scenes.binding', 'measure.scenes.position']))
  expect(Object.entries(numbers).filter(([key, value]) => !Number.isFinite(value) || metricInfo(key) === undefined)).toEqual([])
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(progress.at(-1)).toBe(1)
})

test('a sweep differs from a single measurement in its one option: at the run’s own guidance and steps both are the Fréchet distance', async () => {
  const model = modelOf(config)
  const { guidance, steps } = config.sample
  const numbers = await measure(model, request({ what: ['frechet', 'guidance', 'steps'], guidance: [1, guidance], steps: [steps, 3] }), '', ignore)
  expect(numbers[`measure.guidance.frechet.w${guidance}`]).toBe(numbers['measure.frechet'])
  expect(numbers[`measure.steps.frechet.s${steps}`]).toBe(numbers['measure.frechet'])
  expect(numbers['measure.guidance.frechet.w1']).not.toBe(numbers['measure.frechet'])
  expect(numbers['measure.steps.right.s3']).toBeGreaterThanOrEqual(0)
})

test('captions that the sequence cuts before they name an object are drawn, but not judged', async () => {
  const sweepOf = (sequenceLength: number, captionLength: number): Promise<Record<string, number>> =>
    measure(modelOf(tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': sequenceLength, 'train.batch': 4, 'sample.steps': 2, 'sample.captionLength': captionLength })), request({ what: ['guidance'], guidance: [1] }), '', ignore)
  expect(Object.keys(await sweepOf(12, 4))).toEqual(['measure.guidance.frechet.w1'])
  expect(Object.keys(await sweepOf(40, 8))).toEqual(['measure.guidance.frechet.w1', 'measure.guidance.right.w1'])
})

test('the distance of the dataset to itself does not depend on the model, and random weights are further from it', async () => {
  const [a, b] = [await measure(modelOf(config), request({ what: ['frechet'] }), '', ignore), await measure(modelOf({ ...config, train: { ...config.train, seed: 4 } }), request({ what: ['frechet'] }), '', ignore)]
  expect(a['measure.frechet.floor']).toBe(b['measure.frechet.floor'])
  expect(a['measure.frechet']).toBeGreaterThan(a['measure.frechet.floor']!)
})

test('what the data does not allow is refused in words', async () => {
  const mixed = parseConfig({ ...config, data: { ...config.data, name: 'mix', parts: [{ name: 'shapes' }] } })
  await expect(measure(modelOf(mixed), request({ what: ['scenes'] }), '', ignore)).rejects.toThrow(/scene tasks need a run on the shapes dataset; this one was trained on "mix"/)
})

test('a run of sounds is measured as far as sounds can be, and what is for pictures is refused before anything is measured', async () => {
  const sounds = tinyConfig({ 'data.name': 'waves', 'data.sequenceLength': 80, 'waves.samples': 1024, 'waves.patch': 128, 'train.batch': 4, 'sample.steps': 2, 'sample.captionLength': 8 })
  const model = modelOf(sounds)
  expect(usualMeasurements(sounds)).toEqual(['heldOut', 'captions'])
  expect(Object.keys(await measure(model, request({ what: usualMeasurements(sounds) }), '', ignore))).toEqual(expect.arrayContaining(['measure.perplexity', 'measure.waveMse', 'measure.cider']))
  for (const what of ['frechet', 'clip', 'fid'] as const) {
    await expect(measure(model, request({ what: ['heldOut', what] }), '', () => expect.fail('nothing may begin'))).rejects.toThrow(`"${what}" is measured on pictures, and this run has sounds alone; leave it out, and "lab score" listens to what the run makes.`)
  }
  const tokens = tinyConfig({ baseline: 'chameleon', 'autoencoder.kind': 'vq', 'image.autoencoder': 'some run', 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80 })
  expect(usualMeasurements(tokens)).toEqual(['heldOut', 'captions', 'frechet'])
  const words = tinyConfig({ baseline: 'textOnly' })
  expect(usualMeasurements(words)).toEqual(['heldOut'])
  await expect(measure(modelOf(words), request({ what: ['steps'] }), '', ignore)).rejects.toThrow('"steps" is measured on pictures, and this run has none; leave it out.')
})

test('the prompt gain is 0 for a model that cannot see its prompt, and not for one that can', async () => {
  const blind = await measure(modelOf({ ...config, mask: { name: 'image alone', source: '({ q, k }) => q.image === k.image && k.index <= q.index' } }), request({ what: ['promptGain'] }), '', ignore)
  expect(blind['measure.promptGain']).toBeCloseTo(0, 5)
  expect(blind['measure.promptGain.t900']).toBeCloseTo(0, 5)
  expect((await measure(modelOf(config), request({ what: ['promptGain'] }), '', ignore))['measure.promptGain']).not.toBeCloseTo(0, 5)
})
