import { expect, it } from 'vitest'
import { niceTicks } from './ticks.ts'

it.each([
  [1, 300, [100, 200, 300]],
  [50, 300, [50, 100, 150, 200, 250, 300]],
  [0.278, 6.24, [2, 4, 6]],
  [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
  [-0.25, 0.25, [-0.2, -0.1, 0, 0.1, 0.2]],
  [0.0003, 0.0005, [0.0003, 0.00035, 0.0004, 0.00045, 0.0005]],
])('from %f to %f are %j', (least, greatest, wanted) => {
  expect(niceTicks(least, greatest)).toEqual(wanted)
})
