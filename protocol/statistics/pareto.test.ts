import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paretoFront } from './pareto.ts'

it('keeps what nothing beats in both losses', () => {
  expect(paretoFront([{ x: 3, y: 1 }, { x: 1, y: 3 }, { x: 2, y: 2 }, { x: 3, y: 3 }, { x: 1, y: 4 }])).toEqual([1, 2, 0])
})

it('falls in y as x rises, and beats or equals every point', () => {
  const point = fc.record({ x: fc.integer({ min: 0, max: 9 }), y: fc.integer({ min: 0, max: 9 }) })
  fc.assert(fc.property(fc.array(point, { minLength: 1, maxLength: 20 }), (points) => {
    const front = paretoFront(points).map((place) => points[place]!)
    expect(front.every(({ y }, i) => i === 0 || y <= front[i - 1]!.y)).toBe(true)
    expect(points.every((any) => front.some(({ x, y }) => x <= any.x && y <= any.y))).toBe(true)
  }))
})
