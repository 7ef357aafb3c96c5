import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { HostTensors, Program } from '../engine/engine.ts'
import { createReferenceEngine } from '../engine/eagerEngine.ts'
import { patchVector } from './patchVector.ts'
import { anglesAt } from './rotaryAngles.ts'
import { batchOf, document, gradientProgram, outputProgram, patchPlaces, randomParameters, sameBits, tinyConfig, traced } from './testModel.ts'

const shape = { batch: 2, length: 24, images: 2, texts: 40 }
const ropes = ['sequence', 'shared', 'axial2d'] as const
const configOf = (rope: RunConfig['model']['rope']): RunConfig => tinyConfig({ 'model.rope': rope, 'model.heads': 1 })
const n = 4, vector = patchVector(tinyConfig())

type Inputs = Record<string, Float32Array | Int32Array>
const said = async (config: RunConfig, inputs: Inputs): Promise<HostTensors> => (await traced(outputProgram(config, shape), randomParameters(config)))(inputs)
const pictured = (config: RunConfig): Inputs => batchOf(config, shape, [document(config, 'a caption', 'captionFirst', 0)], [document(config, 'first', 'imageFirst', 1)])

/** Patch i of every image takes the vector of patch order[i]. */
const permute = (patches: Float32Array, order: readonly number[]): Float32Array => {
  const out = new Float32Array(patches.length)
  for (let place = 0; place < patches.length / vector; place++) {
    const from = Math.floor(place / n) * n + order[place % n]!
    out.set(patches.subarray(from * vector, (from + 1) * vector), place * vector)
  }
  return out
}
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)

describe('rotary places of patches (facts 3.1, item 14)', () => {
  test('text alone has the same logits under all three, bit for bit', async () => {
    const texts = (config: RunConfig): Inputs => batchOf(config, shape, [document(config, 'some words', 'textAlone', 0)], [document(config, 'more', 'textAlone', 1)])
    const [sequence, shared, axial] = await Promise.all(ropes.map(async (rope) => (await said(configOf(rope), texts(configOf(rope))))['logits']!.data))
    expect(sameBits(shared!, sequence!)).toBe(true)
    expect(sameBits(axial!, sequence!)).toBe(true)
  })

  test('shared: permuting the patches of images permutes their predictions and leaves the text, as nothing tells patches apart', async () => {
    const config = configOf('shared'), inputs = pictured(config), order = [2, 0, 3, 1]
    const [before, after] = [await said(config, inputs), await said(config, { ...inputs, patches: permute(inputs['patches'] as Float32Array, order) })]
    expect(furthest(after['prediction']!.data, permute(before['prediction']!.data as Float32Array, order))).toBeLessThan(2e-6)
    expect(furthest(after['logits']!.data, before['logits']!.data)).toBeLessThan(2e-6)
  })

  test.each(['sequence', 'axial2d'] as const)('%s: it does not, as every patch has a place', async (rope) => {
    const config = configOf(rope), inputs = pictured(config), order = [2, 0, 3, 1]
    const [before, after] = [await said(config, inputs), await said(config, { ...inputs, patches: permute(inputs['patches'] as Float32Array, order) })]
    expect(furthest(after['prediction']!.data, permute(before['prediction']!.data as Float32Array, order))).toBeGreaterThan(1e-3)
  })

  test('shared with learned patch positions tells patches apart again', async () => {
    const config = tinyConfig({ 'model.rope': 'shared', 'model.patchPositions': 'learned' }), inputs = pictured(config), order = [2, 0, 3, 1]
    const [before, after] = [await said(config, inputs), await said(config, { ...inputs, patches: permute(inputs['patches'] as Float32Array, order) })]
    expect(furthest(after['prediction']!.data, permute(before['prediction']!.data as Float32Array, order))).toBeGreaterThan(1e-3)
  })

  test('axial2d: turning an image over its diagonal changes its predictions, though no distance within it changes: rows are no columns', async () => {
    const config = configOf('axial2d'), inputs = pictured(config), order = [0, 2, 1, 3]
    const [before, after] = [await said(config, inputs), await said(config, { ...inputs, patches: permute(inputs['patches'] as Float32Array, order) })]
    expect(furthest(after['prediction']!.data, permute(before['prediction']!.data as Float32Array, order))).toBeGreaterThan(1e-3)
  })

  test('only differences count: text before an image moves all of it', () => {
    const config = configOf('axial2d')
    const places = (words: string): number[][] => {
      const laid = document(config, words, 'captionFirst')
      const { position } = batchOf(config, { ...shape, batch: 1 }, [laid])
      const [row, col] = [position!.subarray(0, 24), position!.subarray(24)]
      const first = patchPlaces(laid)[0]!
      return patchPlaces(laid).map((at) => [row[at]! - first, col[at]! - first])
    }
    expect(places('ab')).toEqual([[0, 0], [0, 1], [1, 0], [1, 1]])
    expect(places('abcdefg')).toEqual(places('ab'))
  })

  test.each(ropes)('%s: loss and gradients agree with tfjs', async (rope) => {
    const config = configOf(rope), program = gradientProgram(config, shape), inputs = pictured(config)
    const [ours, reference] = [await (await traced(program, randomParameters(config)))(inputs), await reads(program, config, inputs)]
    expect(Object.keys(ours).filter((name) => furthest(ours[name]!.data, reference[name]!.data) > 1e-5)).toEqual([])
  })
})

const reads = async (program: ReturnType<typeof gradientProgram>, config: RunConfig, inputs: Inputs): Promise<HostTensors> => {
  const engine = await createReferenceEngine()
  return (await engine.compile(program)).run(inputs, engine.createState(randomParameters(config)))
}

test('frequencies take turns: in axial2d the even ones turn with the row and the odd ones with the column', async () => {
  const config = tinyConfig({ 'model.rope': 'axial2d', 'model.heads': 2 }) // K = 8: four frequencies, 10000^(−i/4)
  const program: Program = { name: 'angles', inputs: { position: { shape: [4], dtype: 'int32' } }, state: {}, run: (x) => ({ outputs: { ...anglesAt(x['position']!, 24, config) } }) }
  const { cos, sin } = await (await traced(program, {}))({ position: Int32Array.of(3, 7, 5, 7) }) // rows 3 and 7, columns 5 and 7
  const angles = [3, 5 / 10, 3 / 100, 5 / 1000, 7, 7 / 10, 7 / 100, 7 / 1000]
  expect(furthest(cos!.data, angles.map(Math.cos))).toBeLessThan(1e-6)
  expect(furthest(sin!.data, angles.map(Math.sin))).toBeLessThan(1e-6)
})
