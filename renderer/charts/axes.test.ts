import { expect, it } from 'vitest'
import { placeOn } from './axes.ts'

const run = { step: 10, elementsSeen: 1000, imagesSeen: 50, parameters: 7 }
const speed = { steps: Float64Array.of(1, 2, 4), values: Float64Array.of(100, 50, 100) }

it('places steps by what the run has seen', () => {
  expect([placeOn('step', run, undefined)(4), placeOn('elements', run, undefined)(4), placeOn('images', run, undefined)(4)]).toEqual([4, 400, 20])
  expect(placeOn('flops', run, undefined)(4)).toBe(6 * 7 * 400)
  expect(placeOn('flops', { ...run, parameters: null }, undefined)(4)).toBeNaN()
})

it('adds up the time of the steps: 1 s, then 2 s, then 1 s a step', () => {
  const place = placeOn('time', run, speed)
  expect([0, 1, 2, 3, 4].map((step) => Math.round(place(step) * 60 * 1e6) / 1e6)).toEqual([0, 1, 3, 4, 5])
  expect(placeOn('time', run, undefined)(1)).toBeNaN()
})
