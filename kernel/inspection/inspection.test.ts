import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskNames } from '../../protocol/config/index.ts'
import { BitMatrix, reachOf } from '../../protocol/inspection/index.ts'
import { parseLayout } from '../../masks/inspection/layoutText.ts'
import { closureOf } from '../../masks/inspection/closure.ts'
import { inspectConfig } from './inspectMasks.ts'
import { viewMask } from '../../masks/inspection/maskView.ts'
import { inspectionSummary } from '../../masks/inspection/summary.ts'
import { tinyConfig } from '../model/testModel.ts'

describe('a layout in words', () => {
  test('says what stands where', () => {
    const { positions, images, used, length } = parseLayout('t1 boi i1x2@0.25 eoi | t1 p2')
    expect([used, length, images.length]).toEqual([6, 8, 1])
    expect(positions.map(({ modality, special, image, col, document, noise }) => [modality, special, image, col, document, noise])).toEqual([
      ['text', null, null, 0, 0, 0], ['text', 'beginImage', null, 0, 0, 0], ['image', null, 0, 0, 0, 0.25], ['image', null, 0, 1, 0, 0.25],
      ['text', 'endImage', null, 0, 0, 0], ['text', null, null, 0, 1, 0], ['padding', null, null, 0, -1, 0], ['padding', null, null, 0, -1, 0],
    ])
  })

  test.each([
    ['t5 x3', '"x3" in the layout "t5 x3" cannot be read: write words such as t5'],
    ['i4x4@2', 'after @ comes the noise t / T'],
    ['i0x4', 'at least one row'],
    ['t2 | | t1', 'the document before it is empty'],
    ['t2 p3 t1', 'padding ends a layout'],
    ['t4097', 'has more than 4096 positions'],
    ['p3', 'is empty'],
  ])('%s is refused', (text, sentence) => {
    expect(() => parseLayout(text)).toThrow(sentence)
  })
})

test('pairs of the transfusion mask are n(n+1)/2 + Σ m(m−1)/2, of each kind what counting by hand says', () => {
  fc.assert(fc.property(fc.array(fc.oneof(fc.integer({ min: 1, max: 5 }).map((n) => [`t${n}`, n, 0] as const), fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })).map(([r, c]) => [`i${r}x${c}`, r * c, r * c] as const)), { minLength: 1, maxLength: 6 }), (parts) => {
    const view = viewMask('transfusion', parseLayout(parts.map(([word]) => word).join(' ')), Infinity)
    const n = parts.reduce((sum, [, length]) => sum + length, 0)
    expect(view.allowed).toBe((n * (n + 1)) / 2 + parts.reduce((sum, [, , m]) => sum + (m * (m - 1)) / 2, 0))
    expect(Object.values(view.pairs).reduce((sum, { all }) => sum + all, 0)).toBe(n * n)
    expect(view.pairs.imageToSameImage.allowed).toBe(parts.reduce((sum, [, , m]) => sum + m * m, 0))
  }))
})

test('density counts true positions, the share of FLOPs the padding as well', () => {
  const { density, flopShare } = viewMask('causal', parseLayout('t4 p4'), Infinity)
  expect([density, flopShare]).toEqual([10 / 16, 10 / 64])
})

describe('closure', () => {
  const square = fc.integer({ min: 1, max: 40 }).chain((length) => fc.array(fc.boolean(), { minLength: length * length, maxLength: length * length }).map((cells) => {
    const matrix = BitMatrix.fromCells(Uint8Array.from(cells, Number), length)
    for (let i = 0; i < length; i++) matrix.set(i, i)
    return matrix
  }))
  test('of random masks is the reach of each row', () => {
    fc.assert(fc.property(square, fc.constantFrom(1, 2, 3, 5, Infinity), (mask, layers) => {
      const closure = closureOf(mask, layers)
      for (let q = 0; q < mask.length; q++) expect([...closure.row(q)]).toEqual([...reachOf(mask, q, layers).at(-1)!])
    }))
  })

  test('of long sparse masks as well, whose rows begin and end anywhere', () => {
    const place = fc.integer({ min: 0, max: 149 })
    fc.assert(fc.property(fc.array(fc.tuple(place, place), { maxLength: 250 }), (pairs) => {
      const mask = new BitMatrix(150)
      for (let i = 0; i < 150; i++) mask.set(i, i)
      for (const [q, k] of pairs) mask.set(q, k)
      const closure = closureOf(mask, Infinity)
      for (let q = 0; q < 150; q++) expect(closure.row(q)).toEqual(reachOf(mask, q, Infinity).at(-1)!)
    }), { numRuns: 30 })
  })

  test('of sparse masks and shipped ones too, whose rows stand for each other', () => {
    fc.assert(fc.property(fc.constantFrom(...maskNames), fc.constantFrom(1, 2, 4, Infinity), (name, layers) => {
      const sequence = parseLayout('t3 boi i4x6 eoi t2 boi i4x4@0 eoi | t2 i5x2 t3')
      const bits = BitMatrix.fromText(viewMask(name, sequence, 1).bits, sequence.length)
      const closure = closureOf(bits, layers)
      for (let q = 0; q < sequence.length; q++) expect([...closure.row(q)]).toEqual([...reachOf(bits, q, layers).at(-1)!])
    }), { numRuns: 40 })
  })
})

test('a held-out sequence of a config has its tokens as text and its images as pictures', async () => {
  const { sequence, masks } = await inspectConfig(tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80 }), [], 1, 0.5)
  const image = sequence.images[0]!
  expect([sequence.length, image.rows, image.cols, image.noise, image.png?.slice(0, 22)]).toEqual([80, 2, 2, 0.5, 'data:image/png;base64,'])
  expect([sequence.positions[0]!.text, sequence.positions[image.start - 1]!.text, sequence.positions[image.start + 4]!.text]).toEqual(['⟨eot⟩', '⟨BOI⟩', '⟨EOI⟩'])
  expect(masks.map(({ name }) => name)).toEqual(['transfusion'])
  expect(inspectionSummary({ sequence, masks })).toContain('transfusion: Causal for all')
})

test.each(['shared', 'axial2d'] as const)('%s: the sequence has a rotary place for each of its positions, the padding included', async (rope) => {
  const { sequence: { positions, images, rotary, length } } = await inspectConfig(tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80, 'model.rope': rope }), [], 0, 0.5)
  const { start, cols } = images[0]!, at = rotary!.rows[start]!
  expect([rotary!.rope, rotary!.rows.length, rotary!.cols.length, positions.length]).toEqual([rope, length, length, length])
  expect([rotary!.rows[start + cols], rotary!.cols[start + 1]]).toEqual(rope === 'shared' ? [at, at] : [at + 1, at + 1])
})

test('where a rotary place is the index, nothing is said of it', async () => {
  expect((await inspectConfig(tinyConfig({ 'image.size': 16, 'patch.size': 8, 'data.sequenceLength': 80 }), [], 0, 0.5)).sequence).not.toHaveProperty('rotary')
})
