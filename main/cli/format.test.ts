import { expect, it } from 'vitest'
import { bar, duration, figure, table } from './format.ts'

it('durations are said as people say them', () => {
  expect([400, 45_000, 725_000, 12_000_000, -5].map(duration)).toEqual(['0 s', '45 s', '12 min 5 s', '3 h 20 min', '0 s'])
})

it('figures stay short, and none is hidden', () => {
  expect([0, 1 / 3, 123456, 1e-5, 2.5e9, NaN, -Infinity, undefined].map(figure)).toEqual(['0', '0.3333', '123500', '1.00e-5', '2.50e+9', 'NaN', '−∞', '–'])
})

it('a bar is as full as its share', () => {
  expect([-1, 0, 0.5, 1, 7, NaN].map((share) => bar(share, 4))).toEqual(['░░░░', '░░░░', '██░░', '████', '████', '░░░░'])
})

it('columns of numbers stand to the right', () => {
  expect(table(['name', 'n'], [['a', '5'], ['bcdef', '10']])).toBe('name    n\na       5\nbcdef  10')
})
