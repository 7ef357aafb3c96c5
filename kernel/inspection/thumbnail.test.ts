import { expect, test } from 'vitest'
import { thumbnail } from './thumbnail.ts'

test('a short sequence is as it is, without its padding', () => {
  expect(thumbnail(Float32Array.of(1, 0, 9, 0.5, 0.5, 9, 9, 9, 9), 3, 2)).toEqual({ side: 2, numbers: Float32Array.of(1, 0, 0.5, 0.5) })
})

test('a long one has the mean of each block, smaller blocks at its end included', () => {
  const length = 113, weights = Float32Array.from({ length: length ** 2 }, (_, at) => Number(Math.floor(at / length) === at % length))
  const { side, numbers } = thumbnail(weights, length, length)
  expect(side).toBe(38)
  expect([numbers[0], numbers[1], numbers.at(-1)]).toEqual([Math.fround(1 / 3), 0, Math.fround(1 / 2)])
})
