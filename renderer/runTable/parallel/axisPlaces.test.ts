import { expect, it } from 'vitest'
import { axisPlaces } from './axisPlaces.ts'

it('spreads few axes over the width', () => {
  const { xs, width } = axisPlaces(['loss.lambda', 'mask', 'eval.text'], 1000)
  expect(width).toBe(1000)
  expect([xs[0], xs[2]]).toEqual([60, 940])
  expect(axisPlaces(['mask'], 1000)).toEqual({ xs: [500], width: 1000 })
  expect(axisPlaces([], 1000)).toEqual({ xs: [], width: 1000 })
})

it('keeps many apart by what their names need, in more width than there is', () => {
  const names = Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 'data.sequenceLength.of.some' : 'mask'))
  const { xs, width } = axisPlaces(names, 1000)
  expect(width).toBeGreaterThan(1000)
  expect(xs.at(-1)!).toBeLessThan(width)
  for (const [i, x] of xs.entries()) if (i > 0) expect(x - xs[i - 1]!).toBeGreaterThanOrEqual((Math.max(104, names[i]!.length * 6.8) + Math.max(104, names[i - 1]!.length * 6.8)) / 2)
})
