import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { positionsOf, type Outline } from '../kernel/data/positions.ts'
import { maskNames, type MaskName } from '../protocol/config/index.ts'
import { evaluateMask, masks, type Position } from './index.ts'

const across = 2
const n = across ** 2

/** Documents of text elements and images of `across` × `across` patches, in any order. */
const outlinesOf = (across: number): fc.Arbitrary<Outline> => fc.array(
  fc.array(fc.oneof(fc.record({ noise: fc.constantFrom(0, 0.5) }), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 4 }), { maxLength: 4 },
).map((documents): Outline => documents.map((parts) => {
  const items: Outline[number]['items'][number][] = []
  const length = parts.reduce((at: number, part): number => {
    if (typeof part === 'number') return at + part
    items.push({ at, rows: across, cols: across, noise: part.noise })
    return at + across ** 2
  }, 0)
  return { length, items }
}))
const outlines = outlinesOf(across)

/** One sequence whose documents all see each other: any run of text and images. */
const run = (...parts: ('text' | 'image')[]): Position[] =>
  positionsOf(parts.map((part) => (part === 'text' ? { length: 1, items: [] } : { length: n, items: [{ at: 0, rows: across, cols: across }] })), parts.reduce((sum, part) => sum + (part === 'text' ? 1 : n), 0))

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
      for (const { length: own, items } of outline) {
        for (const item of items) spans.push([at + item.at, at + item.at + n])
        at += own
      }
      const allowed = evaluateMask(masks.transfusion, positionsOf(outline, length), true)
      const brute = (inImage: (q: number, k: number, start: number, end: number) => boolean): Uint8Array => Uint8Array.from(allowed, (_, i) => {
        const q = Math.floor(i / length), k = i % length
        return k <= q || spans.some(([start, end]) => inImage(q, k, start, end)) ? 1 : 0
      })
      expect(allowed).toEqual(brute((q, k, start, end) => q >= start && k < end))
      expect(allowed).toEqual(brute((q, k, start, end) => q >= start && q < end && k >= start && k < end))
    }))
  })
})

describe('each mask is what its name says, by a definition over spans of the sequence', () => {
  /** Wide enough that a local window and rows matter. */
  const across = 4, n = across ** 2

  /** What a definition is given of a sequence: for each position its image as [start, end), its document's start, and whether its image is noisy. */
  interface Facts { span: [number, number] | null; start: number; noisy: boolean }
  type Definition = (q: number, k: number, of: readonly Facts[]) => boolean

  const factsOf = (outline: Outline): Facts[] => {
    const facts: Facts[] = []
    for (const { length, items } of outline) {
      const start = facts.length
      for (let i = 0; i < length; i++) {
        const item = items.find(({ at }) => i >= at && i < at + n)
        facts.push({ span: item ? [start + item.at, start + item.at + n] : null, start, noisy: (item?.noise ?? 0) > 0 })
      }
    }
    return facts
  }
  const together = (q: number, k: number, of: readonly Facts[]): boolean => of[q]!.span !== null && of[q]!.span![0] <= k && k < of[q]!.span![1]
  const place = (q: number, of: readonly Facts[]): [number, number] => [Math.floor((q - of[q]!.span![0]) / across), (q - of[q]!.span![0]) % across]

  const definitions: Record<MaskName, Definition> = {
    transfusion: (q, k, of) => k <= q || together(q, k, of),
    causal: (q, k) => k <= q,
    bidirectional: () => true,
    blockCausal: (q, k, of) => (of[q]!.span && of[k]!.span ? together(q, k, of) : k <= q),
    noisyImagesHidden: (q, k, of) => together(q, k, of) || (k <= q && !of[k]!.noisy),
    rowCausal: (q, k, of) => k <= q || (together(q, k, of) && place(k, of)[0] <= place(q, of)[0]),
    localWindow: (q, k, of) => (together(q, k, of) ? place(q, of).every((at, axis) => Math.abs(at - place(k, of)[axis]!) <= 2) : k <= q),
    prefixLM: (q, k, of) => k <= q || (of[q]!.start === of[k]!.start && k < of[k]!.start + 16),
  }

  test.each(maskNames)('%s', (name) => {
    fc.assert(fc.property(outlinesOf(across), (outline) => {
      const facts = factsOf(outline), length = facts.length
      const expected = Uint8Array.from({ length: length ** 2 }, (_, i) => Number(i % length === Math.floor(i / length) || definitions[name](Math.floor(i / length), i % length, facts)))
      expect(evaluateMask(masks[name], positionsOf(outline, length), true)).toEqual(expected)
    }))
  })
})

describe('documents that share a sequence', () => {
  test('see only themselves where they may not see others: each block is the document alone', () => {
    fc.assert(fc.property(outlines, fc.constantFrom(...maskNames), fc.nat(5), (outline, name, padding) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0) + padding
      const allowed = evaluateMask(masks[name], positionsOf(outline, length), false)
      const expected = new Uint8Array(length * length)
      let at = 0
      for (const document of outline) {
        const alone = evaluateMask(masks[name], positionsOf([document], document.length), false)
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
      const allowed = evaluateMask(masks[name], positionsOf(outline, length), crossDocument)
      const wrong = Array.from(allowed).filter((seen, i) => {
        const q = Math.floor(i / length), k = i % length
        return (q === k || q >= used || k >= used) && Boolean(seen) !== (q === k)
      })
      expect(wrong).toEqual([])
    }))
  })

  const transitive = maskNames.filter((name) => name !== 'blockCausal' && name !== 'localWindow')
  test.each(transitive)('%s is transitive: layers stacked add no path', (name) => {
    fc.assert(fc.property(outlines, fc.boolean(), (outline, crossDocument) => {
      const length = outline.reduce((sum, document) => sum + document.length, 0) + 1
      const allowed = evaluateMask(masks[name], positionsOf(outline, length), crossDocument)
      const row = (q: number): number[] => [...allowed.subarray(q * length, (q + 1) * length)]
      const places = Array.from({ length }, (_, i) => i)
      const twoSteps = (q: number): number[] => places.map((k) => (places.some((via) => row(q)[via] && row(via)[k]) ? 1 : 0))
      for (const q of places) expect(twoSteps(q)).toEqual(row(q))
    }), { numRuns: 20 })
  })
})
