import { expect, test } from 'vitest'
import { coverage } from './silhouette.ts'
import type { Shape } from './vocabulary.ts'

/** Area of a shape of radius 10, by its drawn pixels. */
function area(shape: Shape): number {
  let sum = 0
  for (let y = 0; y < 24; y++) for (let x = 0; x < 24; x++) sum += coverage(shape, 12.1, 11.8, 10, x, y)
  return sum
}

test.each<[Shape, number]>([
  ['circle', Math.PI], ['square', 4], ['triangle', 2], ['diamond', 2], ['ring', Math.PI * (1 - 0.52 ** 2)], ['cross', 8 * 0.36 - 4 * 0.36 ** 2],
])('a %s has its area', (shape, expected) => {
  expect(area(shape) / 100).toBeCloseTo(expected, 1)
})

test('a ring has a hole, and corners belong to the square alone', () => {
  expect(coverage('ring', 12, 12, 10, 11, 11)).toBe(0)
  expect(coverage('circle', 12, 12, 10, 11, 11)).toBe(1)
  for (const shape of ['circle', 'triangle', 'cross', 'ring', 'diamond'] as const) expect(coverage(shape, 12, 12, 10, 2, 2)).toBe(0)
  expect(coverage('square', 12, 12, 10, 2, 2)).toBe(1)
})
