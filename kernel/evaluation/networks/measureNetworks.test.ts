import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureDefaults, type MeasureRequest } from '../../../protocol/measurements.ts'
import { metricInfo } from '../../../protocol/metricKeys.ts'
import type { Picture } from '../../data/document.ts'
import { GraphBuilder, type DType } from '../../engine/graph.ts'
import { encodeModel } from '../../engine/onnx/encode.ts'
import { createOnnxEngine } from '../../engine/onnxEngine.ts'
import { InferenceModel } from '../../generation/inferenceModel.ts'
import { randomParameters, tinyConfig } from '../../model/testModel.ts'
import { measure } from '../measure.ts'
import { Clip, clipScore } from './clip.ts'
import { clipLength, ClipTokenizer } from './clipTokenizer.ts'

/** An ONNX network of one node or two that gives the mean of each colour. */
const means = (size: number, batch = 2): Uint8Array => {
  const graph = new GraphBuilder()
  const pictures = graph.input('pixel_values', { shape: [batch, 3, size, size], dtype: 'float32' })
  return encodeModel(graph.finish('means', [{ name: 'image_embeds', value: graph.node('GlobalAveragePool', [pictures], { shape: [batch, 3, 1, 1], dtype: 'float32' }) }]))
}

/** A text tower: three weighted sums of the ids. */
const sums = ({ name = 'input_ids', width = 3, dtype = 'int64' as DType } = {}): Uint8Array => {
  const graph = new GraphBuilder()
  const ids = graph.input(name, { shape: [2, clipLength], dtype })
  const weights = graph.constant(Float32Array.from({ length: clipLength * width }, (_, i) => ((i * 7) % 5) - 1), [clipLength, width], 'float32')
  const floats = graph.node('Cast', [ids], { shape: [2, clipLength], dtype: 'float32' }, { to: 1 })
  return encodeModel(graph.finish('sums', [{ name: 'text_embeds', value: graph.node('MatMul', [floats, weights], { shape: [2, width], dtype: 'float32' }) }]))
}

const config = tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80, 'data.maxObjects': 1, 'train.batch': 4, 'sample.steps': 2, 'sample.captionLength': 8 })
const request = (what: MeasureRequest['what'], count = 4): MeasureRequest => ({ ...measureDefaults, what, count })
const engine = createOnnxEngine({ threads: 1 })
const model = new InferenceModel(config, engine, engine.createState(Object.fromEntries(Object.entries(randomParameters(config)).map(([name, tensor]) => [`param/${name}`, tensor]))), 'param')
afterAll(() => model.dispose())

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'networks-'))
  mkdirSync(path.join(folder, 'clip'))
  writeFileSync(path.join(folder, 'inception.onnx'), means(16))
  writeFileSync(path.join(folder, 'clip', 'vision_model.onnx'), means(8))
  writeFileSync(path.join(folder, 'clip', 'text_model.onnx'), sums())
  // Bytes alone: every text has ids, none is merged.
  const characters = Array.from({ length: 256 }, (_, i) => String.fromCodePoint(i < 33 ? 256 + i : i))
  writeFileSync(path.join(folder, 'clip', 'vocab.json'), JSON.stringify(Object.fromEntries([...characters, ...characters.map((character) => `${character}</w>`), '<|startoftext|>', '<|endoftext|>'].map((piece, i) => [piece, i]))))
  writeFileSync(path.join(folder, 'clip', 'merges.txt'), '#version: 0.2\n')
})

/** A copy of the folder with one file replaced. */
const withFile = (name: string, bytes: Uint8Array | string): string => {
  const other = mkdtempSync(path.join(os.tmpdir(), 'networks-'))
  mkdirSync(path.join(other, 'clip'))
  for (const file of ['inception.onnx', 'clip/vision_model.onnx', 'clip/text_model.onnx', 'clip/vocab.json', 'clip/merges.txt']) copyFileSync(path.join(folder, file), path.join(other, file))
  writeFileSync(path.join(other, name), bytes)
  return other
}

test('FID and CLIP score are measured with what was brought, and have names and descriptions', async () => {
  const numbers = await measure(model, request(['fid', 'clip'], 3), folder, () => {})
  expect(Object.keys(numbers)).toEqual(['measure.fid', 'measure.fid.floor', 'measure.clip', 'measure.clip.real'])
  expect(Object.entries(numbers).filter(([key, value]) => !Number.isFinite(value) || metricInfo(key) === undefined)).toEqual([])
  expect(numbers['measure.fid']).toBeGreaterThan(numbers['measure.fid.floor']!)
})

test('CLIP sees pictures at the size of its tower, scaled by its own mean and deviation, and texts by its tokenizer', async () => {
  const clip = await Clip.open(path.join(folder, 'clip'), config.engine)
  const red: Picture = { width: 16, height: 12, pixels: Uint8Array.from({ length: 16 * 12 * 3 }, (_, i) => (i % 3 === 0 ? 255 : 0)) }
  const [vector] = await clip.pictures([red])
  expect(vector![0]).toBeCloseTo((1 - 0.48145466) / 0.26862954, 4)
  expect(vector![2]).toBeCloseTo(-0.40821073 / 0.27577711, 4)
  const tokenizer = new ClipTokenizer(readFileSync(path.join(folder, 'clip', 'vocab.json'), 'utf8'), '')
  const [, words] = await clip.texts(['a', 'red ring', 'x'])
  expect(words![1]).toBe(tokenizer.pad('red ring').ids.reduce((sum, id, i) => sum + id * ((((i * 3 + 1) * 7) % 5) - 1), 0))
  await clip.release()
})

test('the CLIP score is 100 times the mean cosine, where a negative one counts as none', () => {
  const vectors = (...lists: number[][]): Float64Array[] => lists.map((list) => Float64Array.from(list))
  expect(clipScore(vectors([3, 4], [1, 0], [1, 0]), vectors([6, 8], [1, 1], [-2, 0]))).toBeCloseTo((100 * (1 + Math.SQRT1_2 + 0)) / 3, 10)
  expect(() => clipScore(vectors([1, 2]), vectors([1, 2, 3]))).toThrow(/vectors of 2 and 3 numbers; bring the two towers of one model/)
})

test('without the files the measurement says what to bring, and where to', async () => {
  const empty = mkdtempSync(path.join(os.tmpdir(), 'networks-'))
  await expect(measure(model, request(['fid']), empty, () => {})).rejects.toThrow(`"fid" cannot be measured without inception.onnx in ${empty}; put there Inception-v3`)
  await expect(measure(model, request(['clip']), empty, () => {})).rejects.toThrow(/without clip\/vision_model\.onnx, clip\/text_model\.onnx, clip\/vocab\.json, clip\/merges\.txt/)
})

test.each([
  ['fid', 'inception.onnx', 'PNG', /The Inception network .* cannot be loaded as an ONNX model/],
  ['fid', 'inception.onnx', sums(), /takes int64 \[2, 77\]; it must take pictures alone, float32 \[B, 3, 299, 299\]/],
  ['clip', 'clip/text_model.onnx', sums({ name: 'tokens' }), /takes tokens int64 \[2, 77\]; it must take input_ids/],
  ['clip', 'clip/text_model.onnx', sums({ width: 4 }), /vectors of 3 and 4 numbers/],
  ['clip', 'clip/vocab.json', '{}', /has no "<\|startoftext\|>"/],
] as const)('%s refuses a %s that is something else, in words', async (what, name, bytes, sentence) => {
  await expect(measure(model, request([what], 2), withFile(name, bytes), () => {})).rejects.toThrow(sentence)
})

test('a text tower may take 32-bit ids', async () => {
  const clip = await Clip.open(path.join(withFile('clip/text_model.onnx', sums({ dtype: 'int32' })), 'clip'), config.engine)
  expect((await clip.texts(['a ring']))[0]).toHaveLength(3)
  await clip.release()
})
