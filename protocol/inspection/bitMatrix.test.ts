import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BitMatrix } from './bitMatrix.ts'
import { reachOf } from './reach.ts'

const square = fc.nat(40).chain((length) => fc.uint8Array({ minLength: length * length, maxLength: length * length, max: 1 }).map((cells) => ({ length, cells })))

describe('a matrix of bits', () => {
  test('holds what it was made of, through text and back', () => {
    fc.assert(fc.property(square, ({ length, cells }) => {
      const back = BitMatrix.fromText(BitMatrix.fromCells(cells, length).toText(), length)
      expect(Array.from(cells, (_, i) => Number(back.has(Math.floor(i / length), i % length)))).toEqual([...cells])
      expect(back.count()).toBe(cells.reduce((sum, bit) => sum + bit, 0))
    }))
  })

  test('with no two rows alike comes back whole', () => {
    const matrix = new BitMatrix(700)
    for (let i = 0; i < 700; i++) matrix.set(i, (i * 37) % 700)
    expect(BitMatrix.fromText(matrix.toText(), 700).words).toEqual(matrix.words)
  })
})

describe('reach', () => {
  test('after l layers is every key to which a path of at most l steps leads', () => {
    fc.assert(fc.property(square.filter(({ length }) => length > 0), fc.integer({ min: 1, max: 4 }), ({ length, cells }, layers) => {
      const mask = BitMatrix.fromCells(cells, length)
      for (let i = 0; i < length; i++) mask.set(i, i)
      let reached = new Set(mask.keys(0))
      for (let layer = 1; layer < layers; layer++) reached = new Set([...reached].flatMap((via) => mask.keys(via)))
      const last = reachOf(mask, 0, layers).at(-1)!
      expect(Array.from({ length }, (_, k) => k).filter((k) => (last[k >> 5]! >>> (k & 31)) & 1)).toEqual([...reached].sort((a, b) => a - b))
    }))
  })
})
