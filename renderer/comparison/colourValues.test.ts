import { expect, it } from 'vitest'
import { colourValues } from './colourValues.ts'

it('leaves numbers that lie near each other as they are', () => {
  expect(colourValues([[1, 2], [NaN, 9]])).toEqual({ values: [[1, 2], [NaN, 9]], ticks: null })
  expect(colourValues([])).toEqual({ values: [], ticks: null })
})

it('takes logarithms where one is ten times another, and says where round numbers stand', () => {
  const { values, ticks } = colourValues([[0.3, 40], [NaN, 1]])
  expect(values).toEqual([[Math.log10(0.3), Math.log10(40)], [NaN, 0]])
  expect(ticks!.map(({ text }) => text)).toEqual(['0.5', '1', '2', '5', '10', '20'])
  expect(ticks![1]!.at).toBe(0)
})

it('has no logarithm of what is not positive', () => {
  expect(colourValues([[0, 40]]).ticks).toBeNull()
  expect(colourValues([[-1, 40]]).ticks).toBeNull()
})
