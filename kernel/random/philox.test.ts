import { describe, expect, test } from 'vitest'
import { philoxBlock } from './philox.ts'
import { Random } from './stream.ts'

const block = (counter: number[], key: number[]): number[] => {
  const out = new Uint32Array(4)
  philoxBlock(counter[0]!, counter[1]!, counter[2]!, counter[3]!, key[0]!, key[1]!, out)
  return [...out]
}

describe('philox4x32-10', () => {
  // Known answers of the Random123 library, kat_vectors.
  test('gives the published known answers', () => {
    expect(block([0, 0, 0, 0], [0, 0])).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8])
    const ones = 0xffffffff
    expect(block([ones, ones, ones, ones], [ones, ones])).toEqual([0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd])
    expect(block([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0]))
      .toEqual([0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1])
  })
})

describe('Random', () => {
  test('is a function of its place alone', () => {
    const place = { seed: 7, stream: 'noise', step: 3, index: 2 } as const
    const first = new Random(place), second = new Random(place)
    for (let i = 0; i < 100; i++) expect(second.normal()).toBe(first.normal())
    expect(new Random({ ...place, step: 4 }).word()).not.toBe(new Random(place).word())
    expect(new Random({ ...place, stream: 'init' }).word()).not.toBe(new Random(place).word())
  })

  test('normals have the moments of a standard normal', () => {
    const values = new Random({ seed: 1, stream: 'noise' }).fillNormal(new Float32Array(100_000))
    const mean = values.reduce((a, b) => a + b, 0) / values.length
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length
    expect(Math.abs(mean)).toBeLessThan(0.01)
    expect(Math.abs(variance - 1)).toBeLessThan(0.02)
  })

  test('a permutation holds each number once', () => {
    const order = new Random({ seed: 1, stream: 'order' }).permutation(1000)
    expect(new Set(order).size).toBe(1000)
  })
})
