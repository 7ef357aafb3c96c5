import { expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import type { Program } from '../engine/engine.ts'
import { eigenSymmetric } from '../evaluation/symmetric.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { traced } from '../model/testModel.ts'
import { Random } from '../random/stream.ts'
import { matrixOf, muon, orthogonalise, takesMuon } from './muon.ts'

const { train } = parseConfig({ 'train.weightDecay': 0 })
const normal = (count: number, seed: number): Float32Array => new Random({ seed, stream: 'init' }).fillNormal(new Float32Array(count))
const run = async (shape: readonly number[], of: Program['run'], inputs: Record<string, Float32Array>) =>
  (await traced({ name: 'muon', inputs: Object.fromEntries(Object.keys(inputs).map((name) => [name, { shape: name === 'lr' ? [] : shape, dtype: 'float32' as const }])), state: {}, run: of }, {}))(inputs)

/** One update of a parameter of this shape, from the same numbers. */
const updated = async (shape: readonly number[]) => {
  const count = shape.reduce((product, size) => product * size, 1)
  const inputs = { param: normal(count, 1), m: normal(count, 2), gradient: normal(count, 3), lr: Float32Array.of(0.01) }
  const out = await run(shape, (x) => {
    const next = muon(x['param']!, x['m']!, x['gradient']!, x['lr']!, train)
    return { outputs: { nextParam: next.param, nextM: next.m } }
  }, inputs)
  return { param: out['nextParam']!.data, m: out['nextM']!.data, moved: Array.from(out['nextParam']!.data, (value, i) => value - inputs.param[i]!) }
}

test.each([[12, 30], [30, 12], [16, 16]])('the singular values of an orthogonalised %i × %i matrix lie between 0.6 and 1.3', async (rows, columns) => {
  const { y } = await run([rows, columns], (x) => ({ outputs: { y: orthogonalise(x['x']!) } }), { x: normal(rows * columns, 4) })
  const least = Math.min(rows, columns)
  const at = (i: number, j: number): number => (rows <= columns ? y!.data[i * columns + j]! : y!.data[j * columns + i]!)
  const gram = new Float64Array(least * least).map((_, k) => Array.from({ length: Math.max(rows, columns) }, (_, j) => at(Math.floor(k / least), j) * at(k % least, j)).reduce((a, b) => a + b, 0))
  for (const value of eigenSymmetric(gram, least).values) {
    expect(Math.sqrt(value)).toBeGreaterThan(0.6)
    expect(Math.sqrt(value)).toBeLessThan(1.3)
  }
})

test('a convolution [3, 3, C, C\'] is updated as the matrix [9·C, C\'], and moves by about 0.2 of the learning rate, as with AdamW', async () => {
  expect(matrixOf([3, 3, 4, 8])).toEqual([36, 8])
  const [convolution, matrix] = [await updated([3, 3, 4, 8]), await updated([36, 8])]
  expect(convolution.param).toEqual(matrix.param)
  expect(convolution.m).toEqual(matrix.m)
  const size = Math.sqrt(convolution.moved.reduce((sum, value) => sum + value ** 2, 0) / convolution.moved.length)
  expect(size / 0.01).toBeGreaterThan(0.15)
  expect(size / 0.01).toBeLessThan(0.25)
})

test('hidden matrices take it, those of the U-Net among them; embeddings, heads, codecs\' ends, gains and biases do not', () => {
  const taken = (preset: string): string[] => parameterSpecs(parseConfig({ preset })).filter(({ name, shape }) => takesMuon(name, shape)).map(({ name }) => name)
  expect(taken('nano').every((name) => /^layers\.\d\.(attention\.(qkv|out)|mlp\.(gateUp|down))$/.test(name))).toBe(true)
  expect(taken('nano')).toHaveLength(4 * 4)
  const unet = taken('nanoUnet').filter((name) => name.startsWith('patch.'))
  expect(unet).toContain('patch.down.0.0.conv1')
  expect(unet).toContain('patch.up.3.0.skip')
  expect(unet.filter((name) => /Bias|Gain|patch\.(in|out|encode|decode|position)/.test(name))).toEqual([])
})
