import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { positionsOf, type Outline } from '../../data/positions.ts'
import { maskNames } from '../../../protocol/config/index.ts'
import { evaluateMask, masks, type Position } from './index.ts'

const across = 2
const n = across ** 2

/** Documents of up to three text elements, n patches (or none), and up to three more text elements. */
const outlines = fc.array(
  fc.record({ before: fc.nat(3), image: fc.boolean(), after: fc.nat(3) }).filter(({ before, image, after }) => image || before + after > 0), { maxLength: 4 },
).map((documents): Outline => documents.map(({ before, image, after }) => ({ length: before + (image ? n : 0) + after, imageAt: image ? before : null })))

/** One sequence whose documents all see each other: any run of text and images. */
const run = (...parts: ('text' | 'image')[]): Position[] =>
  positionsOf(parts.map((part) => (part === 'text' ? { length: 1, imageAt: null } : { length: n, imageAt: 0 })), parts.reduce((sum, part) => sum + (part === 'text' ? 1 : n), 0), across)

const rows = (allowed: Uint8Array, length: number): string[] => Array.from({ length }, (_, q) => allowed.subarray(q * length, (q + 1) * length).join(''))
const count = (allowed: Uint8Array): number => allowed.reduce((sum, seen) => sum + seen, 0)

describe('the transfusion mask (§3, Figure 4)', () => {
  test('9 elements with one image of 4 allow 45 + 6 = 51 pairs', () => {
    expect(count(evaluateMask(masks.transfusion, run('text', 'text', 'image', 'text', 'text', 'text'), true))).toBe(51)
  })

  test('allows n(n+1)/2 + Σ m(m−1)/2 pairs of any sequence of text and images', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('text' as const, 'image' as const), { maxLength: 8 }), (parts) => {
      const positions = run(...parts)
      const images = parts.filter((part) => part === 'image').length
      expect(count(evaluateMask(masks.transfusion, positions, true))).toBe((positions.length * (positions.length + 1)) / 2 + (images * n * (n - 1)) / 2)
    }))
  })

  test('without images is the lower triangle', () => {
    expect(rows(evaluateMask(masks.transfusion, run('text', 'text', 'text'), true), 3)).toEqual(['100', '110', '111'])
  })

  test('of one image only is all ones', () => {
    expect(count(evaluateMask(masks.transfusion, run('image'), true))).toBe(n * n)
  })

  test('of two adjacent images is block-lower-triangular: the images never merge', () => {
    expect(rows(evaluateMask(masks.transfusion, run('image', 'image'), true), 2 * n)).toEqual([...Array(n).fill('11110000'), ...Array(n).fill('11111111')])
  })

  test('⟨BOI⟩ patches ⟨EOI⟩: BOI sees no patch, EOI sees all, no patch sees EOI', () => {
    expect(rows(evaluateMask(masks.transfusion, run('text', 'image', 'text'), true), n + 2)).toEqual(['100000', ...Array(n).fill('111110'), '111111'])
  })

  test('a patch sees an earlier image and earlier text alike', () => {
    const allowed = evaluateMask(masks.transfusion, run('image', 'text', 'image'), true)
    expect(rows(allowed, 2 * n + 1)[n + 1]).toBe('111111111')
  })

  test('is what both published forms say: (q ≥ offset ∧ k < offset + length) ∪ causal, and same block ∪ causal', () => {
    fc.assert(fc.property(outlines, (outline) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0)
      const spans: [number, number][] = []
      let at = 0
      for (const { length: own, imageAt } of outline) {
        if (imageAt !== null) spans.push([at + imageAt, at + imageAt + n])
        at += own
      }
      const allowed = evaluateMask(masks.transfusion, positionsOf(outline, length, across), true)
      const brute = (inImage: (q: number, k: number, start: number, end: number) => boolean): Uint8Array => Uint8Array.from(allowed, (_, i) => {
        const q = Math.floor(i / length), k = i % length
        return k <= q || spans.some(([start, end]) => inImage(q, k, start, end)) ? 1 : 0
      })
      expect(allowed).toEqual(brute((q, k, start, end) => q >= start && k < end))
      expect(allowed).toEqual(brute((q, k, start, end) => q >= start && q < end && k >= start && k < end))
    }))
  })
})

describe('the other masks', () => {
  test('causal is the lower triangle whatever the images', () => {
    fc.assert(fc.property(outlines, (outline) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0)
      expect(evaluateMask(masks.causal, positionsOf(outline, length, across), true)).toEqual(Uint8Array.from({ length: length ** 2 }, (_, i) => (i % length <= Math.floor(i / length) ? 1 : 0)))
    }))
  })

  test('bidirectional is all ones', () => {
    expect(count(evaluateMask(masks.bidirectional, run('text', 'image', 'text'), true))).toBe((n + 2) ** 2)
  })
})

describe('documents that share a sequence', () => {
  test('see only themselves where they may not see others: each block is the document alone', () => {
    fc.assert(fc.property(outlines, fc.constantFrom(...maskNames), fc.nat(5), (outline, name, padding) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0) + padding
      const allowed = evaluateMask(masks[name], positionsOf(outline, length, across), false)
      const expected = new Uint8Array(length * length)
      let at = 0
      for (const document of outline) {
        const alone = evaluateMask(masks[name], positionsOf([document], document.length, across), false)
        alone.forEach((seen, i) => (expected[(at + Math.floor(i / document.length)) * length + at + (i % document.length)] = seen))
        at += document.length
      }
      for (; at < length; at++) expected[at * length + at] = 1
      expect(allowed).toEqual(expected)
    }))
  })

  test('every position sees itself, and padding sees and is seen by nothing else', () => {
    fc.assert(fc.property(outlines, fc.constantFrom(...maskNames), fc.boolean(), fc.nat(5), (outline, name, crossDocument, padding) => {
      const used = outline.reduce((sum, document) => sum + document.length, 0), length = used + padding
      const allowed = evaluateMask(masks[name], positionsOf(outline, length, across), crossDocument)
      const wrong = Array.from(allowed).filter((seen, i) => {
        const q = Math.floor(i / length), k = i % length
        return (q === k || q >= used || k >= used) && Boolean(seen) !== (q === k)
      })
      expect(wrong).toEqual([])
    }))
  })

  test('every mask is transitive: layers stacked add no path', () => {
    fc.assert(fc.property(outlines, fc.constantFrom(...maskNames), fc.boolean(), (outline, name, crossDocument) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0) + 1
      const allowed = evaluateMask(masks[name], positionsOf(outline, length, across), crossDocument)
      const row = (q: number): number[] => [...allowed.subarray(q * length, (q + 1) * length)]
      const places = Array.from({ length }, (_, i) => i)
      const twoSteps = (q: number): number[] => places.map((k) => (places.some((via) => row(q)[via] && row(via)[k]) ? 1 : 0))
      for (const q of places) expect(twoSteps(q)).toEqual(row(q))
    }), { numRuns: 20 })
  })
})
