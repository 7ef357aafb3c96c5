import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { patchify, unpatchify } from './patchify.ts'

const pixels = (size: number, channels: number): Float32Array => Float32Array.from({ length: size * size * channels }, (_, i) => i)

describe('patchify', () => {
  test.each([[1, 1024], [2, 256], [4, 64], [8, 16]])('a 32×32 image in %i×%i patches', (patch, count) => {
    expect(patchify(pixels(32, 8), 32, patch, 8).length / (patch * patch * 8)).toBe(count)
  })

  test('goes left to right and top to bottom, and the same way inside a patch', () => {
    expect([...patchify(pixels(4, 1), 4, 2, 1)]).toEqual([0, 1, 4, 5, 2, 3, 6, 7, 8, 9, 12, 13, 10, 11, 14, 15])
  })

  test('keeps the channels of a pixel together', () => {
    expect([...patchify(pixels(2, 3), 2, 2)]).toEqual([...pixels(2, 3)])
    expect([...patchify(pixels(4, 3), 4, 2).subarray(0, 12)]).toEqual([0, 1, 2, 3, 4, 5, 12, 13, 14, 15, 16, 17])
  })

  test('with patches of one pixel changes nothing: the image is not grouped', () => {
    expect(patchify(pixels(8, 3), 8, 1)).toEqual(pixels(8, 3))
  })

  test('is undone by unpatchify', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.float({ noNaN: true })), (across, patch, channels, values) => {
      const size = across * patch
      const image = Float32Array.from(values.take(size * size * channels))
      expect(unpatchify(patchify(image, size, patch, channels), size, patch, channels)).toEqual(image)
      expect(patchify(unpatchify(image, size, patch, channels), size, patch, channels)).toEqual(image)
    }), { numRuns: 50 })
  })
})
