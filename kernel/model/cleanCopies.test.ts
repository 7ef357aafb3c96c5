import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { outlineOf, positionsOf } from '../data/positions.ts'
import { none, type LaidDocument } from '../data/laidDocument.ts'
import { pack } from '../data/packing.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { HostTensors } from '../engine/engine.ts'
import { evaluateMask, masks } from '../../masks/index.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { patchVector } from './patchVector.ts'
import { batchOf, document, gradientProgram, outputProgram, randomParameters, sameBits, tinyConfig, traced } from './testModel.ts'

const length = 24, n = 4, V = 260
const hidden = tinyConfig({ mask: 'noisyImagesHidden' }), copied = tinyConfig({ mask: 'noisyImagesHidden', 'data.cleanCopies': true })
const shape = { batch: 1, length, images: 2, texts: length }
const vector = patchVector(copied)
type Inputs = Record<string, Float32Array | Int32Array>

let outputs: (inputs: Inputs) => Promise<HostTensors>, losses: typeof outputs
beforeAll(async () => {
  outputs = await traced(outputProgram(copied, shape), randomParameters(copied))
  losses = await traced(gradientProgram(copied, shape), randomParameters(copied))
})

describe('the layout', () => {
  const laid = document(copied, 'hi', 'imageFirst')

  test('an image before its caption stands twice between BOI and EOI: noisy, then clean and without loss', () => {
    expect(laid.items.map(({ at, condition, number }) => [at, condition, number])).toEqual([[2, false, 0], [2 + n, true, 0]])
    expect(laid.tokens.filter((token) => token === none)).toHaveLength(2 * n)
    const { time, imageWeight } = batchOf(copied, shape, [laid])
    expect([time![0]! > 0, time![1], ...imageWeight!]).toEqual([true, 0, 1, 0])
  })

  test('an image that nothing follows has no copy', () => {
    expect(document(copied, 'hi', 'captionFirst')).toEqual(document(hidden, 'hi', 'captionFirst'))
  })

  test('its tokens and targets are those without the copy', () => {
    const without = document(hidden, 'hi', 'imageFirst')
    const tokens = ({ tokens, targets }: LaidDocument) => tokens.flatMap((token, i) => (token === none ? [] : [[token, targets[i]]]))
    expect(tokens(laid)).toEqual(tokens(without))
  })

  test('a batch has room for every copy', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('', 'a', 'a dot'), fc.constantFrom('imageFirst' as const, 'captionFirst' as const)), { minLength: 1 }), (kinds) => {
      const { images, most } = trainingShape(copied)
      const laid = kinds.map(([text, order], index) => document(copied, text, order, index))
      const { sequences } = pack((index) => laid[index % laid.length]!, 0, copied.train.batch, length, most)
      expect(sequences.flat().flatMap(({ items }) => items).length).toBeLessThanOrEqual(images)
    }))
    expect(() => parseConfig({ preset: 'nano', 'data.cleanCopies': true, 'data.sequenceLength': 64 })).toThrow('An image and its clean copy have 72 patches')
    expect(() => parseConfig({ preset: 'nano', 'data.cleanCopies': true, baseline: 'imageOnly' })).toThrow('baseline "imageOnly" has no noisy image that anything follows')
  })
})

describe('under the mask that hides noisy images', () => {
  const laid = document(copied, 'hi', 'imageFirst')
  const [noisy, clean] = laid.items.map(({ at }) => Array.from({ length: n }, (_, i) => at + i)) as [number[], number[]]

  test('what follows sees every patch of the copy and none of the noisy image, and neither sees the other', () => {
    const seen = evaluateMask(masks.noisyImagesHidden, positionsOf(outlineOf([laid], [0.5, 0]), length), false)
    const sees = (query: number, keys: number[]): number => keys.filter((key) => seen[query * length + key]).length
    for (let query = clean.at(-1)! + 1; query < laid.tokens.length; query++) expect([sees(query, noisy), sees(query, clean)]).toEqual([0, n])
    expect([sees(noisy[0]!, noisy), sees(noisy[0]!, clean), sees(clean[0]!, clean), sees(clean[0]!, noisy)]).toEqual([n, 0, n, 0])
  })

  test('in the trained graph the caption depends on the copy and not by a bit on the noisy image', async () => {
    const inputs: Inputs = { ...batchOf(copied, shape, [laid]), textAt: Int32Array.from({ length }, (_, i) => i) }
    const changed = (place: number): Inputs => ({ ...inputs, patches: (inputs['patches'] as Float32Array).map((value, i) => (Math.floor(i / (n * vector)) === place ? value + 0.5 : value)) })
    const before = await outputs(inputs), after = [await outputs(changed(0)), await outputs(changed(1))]
    const captions = after.map((one) => Array.from({ length: laid.tokens.length - clean.at(-1)! - 1 }, (_, i) => clean.at(-1)! + 1 + i).map((at) => sameBits(before['logits']!.data.subarray(at * V, (at + 1) * V), one['logits']!.data.subarray(at * V, (at + 1) * V))))
    expect([new Set(captions[0]), new Set(captions[1])]).toEqual([new Set([true]), new Set([false])])
  })

  test('the loss on the noisy image is what it is without the copy; the loss on the caption is another', async () => {
    const [withCopy, without] = [await losses(batchOf(copied, shape, [laid])), await losses(batchOf(hidden, shape, [document(hidden, 'hi', 'imageFirst')]))]
    expect(withCopy['image']!.data[0]).toBeCloseTo(without['image']!.data[0]!, 5)
    expect(Math.abs(withCopy['text']!.data[0]! - without['text']!.data[0]!)).toBeGreaterThan(1e-4)
  })
})

