import { expect, test } from 'vitest'
import { renderScene } from './render.ts'
import { background, rgbOf } from './vocabulary.ts'

const scene = { objects: [{ shape: 'square', colour: 'red', size: 'small', cx: 0.5, cy: 0.5, radius: 0.2 }] } as const

test.each([16, 32, 57])('draws ink in the middle and background at the corners, at %i pixels', (size) => {
  const { width, height, pixels } = renderScene({ objects: [...scene.objects] }, size)
  expect([width, height, pixels.length]).toEqual([size, size, size * size * 3])
  const middle = (Math.floor(size / 2) * size + Math.floor(size / 2)) * 3
  expect([...pixels.slice(middle, middle + 3)]).toEqual(rgbOf.red)
  expect([...pixels.slice(0, 3)]).toEqual(background)
  expect([...pixels.slice(-3)]).toEqual(background)
})

test('edges are soft: the drawn area is the area', () => {
  const { pixels } = renderScene({ objects: [...scene.objects] }, 32)
  let ink = 0
  for (let i = 1; i < pixels.length; i += 3) ink += (background[1] - pixels[i]!) / (background[1] - rgbOf.red[1])
  expect(ink / 32 ** 2).toBeCloseTo(0.16, 1)
})
