import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { testSequence } from '../matrix/testSequence.ts'
import { stripLayout, stripPositionAt } from './stripLayout.ts'

const measures = { width: 200, character: 8, line: 20, patch: 12 }
const layouts = fc.array(fc.constantFrom('t1', 't9', 't40', 'i2', 'i4', '| t2'), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(' '))

describe('the strip', () => {
  it('gives every position a place of its own inside its width', () => {
    fc.assert(fc.property(layouts, (layout) => {
      const sequence = testSequence(layout), strip = stripLayout(sequence, measures)
      expect(strip.boxes).toHaveLength(sequence.length)
      strip.boxes.forEach((box, i) => {
        expect(box.x >= 0 && box.x + box.width <= measures.width && box.y >= 0 && box.y + box.height <= strip.height).toBe(true)
        expect(stripPositionAt(strip, box.x + box.width / 2, box.y + box.height / 2)).toBe(i)
      })
    }))
  })

  it('keeps the patches of an image together, row by row', () => {
    const { boxes } = stripLayout(testSequence('t2 i2 t1'), measures)
    const [first, second, third] = boxes.slice(2)
    expect(second).toEqual({ ...first!, x: first!.x + 12 })
    expect(third).toEqual({ ...first!, y: first!.y + 12 })
  })

  it('breaks lines between words', () => {
    const sequence = testSequence('t30'), blanks = sequence.positions.map((position, i) => ({ ...position, text: i === 20 ? ' ' : 'x' }))
    const { boxes } = stripLayout({ ...sequence, positions: blanks }, measures)
    expect([boxes[20]!.y, boxes[21]!.x, boxes[29]!.y - boxes[21]!.y]).toEqual([0, 0, 0])
    expect(boxes[21]!.y).toBeGreaterThan(0)
  })

  it('begins each document on a line of its own', () => {
    const { boxes, documents } = stripLayout(testSequence('t3 | t2 | t1'), measures)
    expect(documents.map(({ document }) => document)).toEqual([0, 1, 2])
    expect([boxes[3]!.x, boxes[3]!.y, boxes[5]!.y]).toEqual([0, documents[1]!.y, documents[2]!.y])
  })

  it('says that nothing is between', () => expect(stripPositionAt(stripLayout(testSequence('t3'), measures), 150, 5)).toBeNull())
})
