import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../../random/stream.ts'
import { drawCount, drawCombinations, drawScene, isApart } from './scene.ts'
import { allCombinations, samePair, sizeOf } from './vocabulary.ts'

test('objects stand apart, inside the picture, with the size their word says', () => {
  fc.assert(fc.property(fc.nat(), fc.constantFrom(1, 2, 3), fc.constantFrom(0, 0.2, 1), (seed, count, jitter) => {
    const random = new Random({ seed, stream: 'content' })
    const { objects } = drawScene(drawCombinations(count, allCombinations, allCombinations, random), jitter, random)
    expect(objects).toHaveLength(count)
    for (const [i, a] of objects.entries()) {
      for (const centre of [a.cx, a.cy]) {
        expect(centre - a.radius).toBeGreaterThan(0)
        expect(centre + a.radius).toBeLessThan(1)
      }
      expect(sizeOf(2 * a.radius, count)).toBe(a.size)
      for (const b of objects.slice(0, i)) {
        expect(isApart(a, b)).toBe(true)
        expect(samePair(a, b)).toBe(false)
      }
    }
  }))
})

test('counts reach up to the most, and no further', () => {
  for (const most of [1, 2, 3]) {
    const random = new Random({ seed: most, stream: 'content' })
    const drawn = new Set(Array.from({ length: 200 }, () => drawCount(most, random)))
    expect([...drawn].sort()).toEqual([1, 2, 3].slice(0, most))
  }
})
