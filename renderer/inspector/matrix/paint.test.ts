import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pairKinds } from '../../../protocol/inspection/index.ts'
import { matrixOf } from './bits.ts'
import { kindAt, kindTable } from './kinds.ts'
import { paintInks, paintValues, type Colour } from './paint.ts'
import { testSequence, transfusion } from './testSequence.ts'

const sequence = testSequence('t3 i3 t2 i2 | t5 i2')
const table = kindTable(sequence)
const matrix = matrixOf(sequence.length, transfusion(sequence))
const palette: Colour[] = pairKinds.map((_, i) => [10 * i, 200 - 10 * i, 7 * i])
const paper: Colour = [255, 250, 240]

/** The mean colour of a block of pairs, from the definition. */
const meanColour = (top: number, left: number, bin: number): number[] => {
  const sum = [0, 0, 0]
  let count = 0
  for (let q = top * bin; q < Math.min((top + 1) * bin, sequence.length); q++) for (let k = left * bin; k < Math.min((left + 1) * bin, sequence.length); k++, count++) {
    const colour = matrix.has(q, k) ? palette[pairKinds.indexOf(kindAt(sequence, table, q, k))]! : paper
    colour.forEach((value, i) => (sum[i]! += value))
  }
  return sum.map((value) => value / count)
}

describe('a tile', () => {
  it('has in each pixel the mean colour of its pairs, at every zoom and place', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(3), fc.nat(3), (bin, left, top) => {
      const side = 8, pixels = new Uint8ClampedArray(side * side * 4), whole = Math.ceil(sequence.length / bin)
      paintInks(sequence, [{ matrix, colour: table }], palette, paper)({ left, top, side, bin }, pixels)
      for (let y = 0; y < side; y++) for (let x = 0; x < side; x++) {
        const pixel = [...pixels.subarray((y * side + x) * 4, (y * side + x) * 4 + 4)]
        if (top + y >= whole || left + x >= whole) expect(pixel).toEqual([0, 0, 0, 0])
        else meanColour(top + y, left + x, bin).forEach((value, i) => expect(Math.abs(pixel[i]! - value)).toBeLessThanOrEqual(0.51))
      }
    }))
  })

  it('of a checkerboard is an even grey: no pattern that is not there', () => {
    const text = testSequence('t64'), board = matrixOf(64, (q, k) => (q + k) % 2 === 0)
    const pixels = new Uint8ClampedArray(16 * 16 * 4)
    paintInks(text, [{ matrix: board, colour: 0 }], [[0, 0, 0]], [200, 200, 200])({ left: 0, top: 0, side: 16, bin: 4 }, pixels)
    expect(new Set(pixels.filter((_, i) => i % 4 === 0))).toEqual(new Set([100]))
  })

  it('of numbers has the mean of each block', () => {
    const values = Float32Array.from({ length: 36 }, (_, i) => i / 36), pixels = new Uint8ClampedArray(2 * 2 * 4)
    paintValues(6, values, 6, (value) => [value * 36, 0, 0])({ left: 0, top: 0, side: 2, bin: 3 }, pixels)
    expect([0, 4, 8, 12].map((at) => pixels[at])).toEqual([7, 10, 25, 28])
  })
})
