import { mkdtempSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { tinyConfig } from '../model/testModel.ts'
import { saveCheckpoint } from '../training/saveCheckpoint.ts'
import { readCheckpoint } from './readCheckpoint.ts'
import { readTensor } from './tensorReading.ts'

const save = async (values: number[], more: Record<string, number[]> = {}): Promise<string> => {
  const tensors = Object.fromEntries(Object.entries({ 'param/norm': values, ...more }).map(([name, list]) => [name, { dtype: 'float32' as const, shape: [list.length], data: Float32Array.from(list) }]))
  return (await saveCheckpoint(mkdtempSync(path.join(os.tmpdir(), 'read-')), { config: tinyConfig(), tensors, step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })).directory
}

test('a tensor in numbers: 3, 4 and 0 have mean 7/3, norm 5, and a bar each at the ends and in between; what is not finite is counted', () => {
  const { histogram, ...rest } = readTensor(Float32Array.of(3, 4, 0, NaN))
  expect(rest).toMatchObject({ count: 4, norm: 5, least: 0, most: 4, notFinite: 1 })
  expect(rest.mean).toBeCloseTo(7 / 3)
  expect(rest.deviation).toBeCloseTo(Math.sqrt(26 / 9))
  expect(histogram.flatMap((count, bar) => (count > 0 ? [bar] : []))).toEqual([0, 18, 23])
  expect(readTensor(new Float32Array(5)).histogram[0]).toBe(5)
})

test('two checkpoints, tensor by tensor: (3, 4) against (0, 4) is 3 apart, 0.75 of it, at cosine 0.8', async () => {
  const [here, there] = [await save([3, 4], { 'm/norm': [1] }), await save([0, 4], { 'v/norm': [1] })]
  const { tensors, missing } = await readCheckpoint(here, there, () => {})
  expect(tensors.map(({ name, change }) => [name, change])).toEqual([['param/norm', { norm: 3, relative: 0.75, largest: 3, cosine: 0.8 }], ['m/norm', null]])
  expect(missing).toEqual(['v/norm'])
})
