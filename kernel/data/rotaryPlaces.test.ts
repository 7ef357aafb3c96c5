import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { positionsOf, type Outline } from './positions.ts'
import { rotaryPlaces } from './rotaryPlaces.ts'

/** ⟨eot⟩ a ⟨BOI⟩ six patches, two rows of three, ⟨EOI⟩ b; then a document of two tokens. */
const outline: Outline = [{ length: 11, items: [{ at: 3, rows: 2, cols: 3 }] }, { length: 2, items: [] }]
const rows = (rope: 'sequence' | 'shared' | 'axial2d'): number[] => rotaryPlaces(positionsOf(outline, 14), rope).map(({ row }) => row)
const cols = (rope: 'sequence' | 'shared' | 'axial2d'): number[] => rotaryPlaces(positionsOf(outline, 14), rope).map(({ col }) => col)

describe('where elements stand for their rotary embedding (facts 3.1, item 14)', () => {
  test('sequence: at their index', () => {
    expect(rows('sequence')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
    expect(cols('sequence')).toEqual(rows('sequence'))
  })

  test('shared: all patches of an image at one place, which counts once', () => {
    expect(rows('shared')).toEqual([0, 1, 2, 3, 3, 3, 3, 3, 3, 4, 5, 6, 7, 8])
    expect(cols('shared')).toEqual(rows('shared'))
  })

  test('axial2d: patches by row and column from the first, and text goes on after the larger of the two', () => {
    expect(rows('axial2d')).toEqual([0, 1, 2, 3, 3, 3, 4, 4, 4, 6, 7, 8, 9, 10])
    expect(cols('axial2d')).toEqual([0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('two images side by side have places of their own', () => {
    const pair: Outline = [{ length: 3, items: [{ at: 0, rows: 1, cols: 1 }, { at: 1, rows: 1, cols: 2 }] }]
    expect(rotaryPlaces(positionsOf(pair, 3), 'shared').map(({ row }) => row)).toEqual([0, 1, 1])
  })

  const anyOutline = fc.array(fc.record({ before: fc.nat(4), rows: fc.integer({ min: 1, max: 4 }), cols: fc.integer({ min: 1, max: 4 }), after: fc.nat(4) }), { maxLength: 3 })
    .map((documents): Outline => documents.map(({ before, rows, cols, after }) => ({ length: before + rows * cols + after, items: [{ at: before, rows, cols }] })))

  test('never beyond the index, and nothing stands at or before what an earlier image or text took', () => {
    fc.assert(fc.property(anyOutline, fc.constantFrom('sequence', 'shared', 'axial2d'), (outline, rope) => {
      const length = outline.reduce((sum, { length }) => sum + length, 0)
      const positions = positionsOf(outline, length)
      let taken = -1, most = -1
      rotaryPlaces(positions, rope as 'shared').forEach(({ row, col }, i) => {
        if (i === 0 || positions[i]!.image === null || positions[i]!.image !== positions[i - 1]!.image) taken = most
        expect(Math.max(row, col)).toBeLessThanOrEqual(i)
        if (rope !== 'sequence') expect(Math.min(row, col)).toBeGreaterThan(taken)
        most = Math.max(most, row, col)
      })
    }))
  })
})
