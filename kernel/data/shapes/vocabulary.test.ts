import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allPairs, background, colours, extents, isNear, placeOf, relationOf, rgbOf, sizeOf, sizes } from './vocabulary.ts'

test('colours are far from each other, seen from the background', () => {
  const ray = (colour: (typeof colours)[number]) => rgbOf[colour].map((v, i) => v - background[i]!)
  for (const a of colours) {
    expect(Math.hypot(...ray(a))).toBeGreaterThan(150)
    for (const b of colours) {
      const cosine = ray(a).reduce((sum, v, i) => sum + v * ray(b)[i]!, 0) / Math.hypot(...ray(a)) / Math.hypot(...ray(b))
      if (a !== b) expect(Math.acos(cosine) * 180 / Math.PI, `${a} and ${b}`).toBeGreaterThan(20)
    }
  }
})

test('both ends of every extent carry the right size word', () => {
  for (const count of [1, 2, 3] as const) {
    for (const size of sizes) for (const extent of extents[count][size]) expect(sizeOf(extent, count)).toBe(size)
  }
})

test('places', () => {
  expect(placeOf(0.2, 0.2)).toBe('top left')
  expect(placeOf(0.5, 0.9)).toBe('bottom')
  expect(placeOf(0.8, 0.55)).toBe('right')
  expect(placeOf(0.5, 0.5)).toBe('middle')
  expect(isNear('left', 0.43, 0.5, 0.03)).toBe(true)
  expect(isNear('left', 0.5, 0.5, 0.03)).toBe(false)
})

test('a relation turned round is its opposite', () => {
  const opposite = { 'left of': 'right of', 'right of': 'left of', above: 'below', below: 'above' }
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  const centre = fc.record({ cx: share, cy: share })
  fc.assert(fc.property(centre, centre, (a, b) => {
    fc.pre(a.cx !== b.cx || a.cy !== b.cy)
    expect(relationOf(b, a)).toBe(opposite[relationOf(a, b)])
  }))
})

test('there are 36 pairs', () => {
  expect(new Set(allPairs.map(({ shape, colour }) => `${colour} ${shape}`)).size).toBe(36)
})
