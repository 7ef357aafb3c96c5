import { expect, test } from 'vitest'
import type { Picture } from '../../data/document.ts'
import { resample } from './resample.ts'

const picture: Picture = { width: 5, height: 6, pixels: Uint8Array.from({ length: 6 * 5 * 3 }, (_, i) => (i * 37) % 256) }

/** The second channel as torch.nn.functional.interpolate(picture, size, mode, antialias=True, align_corners=False) gives it (PyTorch 2.6). */
const golden: [string, 'bilinear' | 'bicubic', { width: number; height: number }, number[]][] = [
  ['larger', 'bilinear', { height: 9, width: 8 }, [37.0, 85.562, 138.938, 48.312, 37.688, 107.062, 176.438, 225.0, 58.5, 107.062, 160.438, 69.812, 59.188, 128.562, 125.938, 118.5]],
  ['smaller', 'bilinear', { height: 3, width: 2 }, [108.896, 109.805, 131.864, 132.773, 147.766, 127.065]],
  ['larger', 'bicubic', { height: 9, width: 8 }, [26.184, 85.294, 142.671, 35.171, 15.387, 103.302, 194.131, 248.212, 46.719, 105.828, 163.206, 55.706, 40.531, 127.608, 131.563, 121.554]],
  ['smaller', 'bicubic', { height: 3, width: 2 }, [104.472, 106.864, 133.372, 133.09, 152.303, 125.438]],
]

test.each(golden)('a picture made %s by %s has PyTorch\'s antialiased values', (_, filter, to, values) => {
  const area = to.width * to.height
  const second = resample(picture, to, filter).subarray(area, 2 * area)
  values.forEach((value, i) => expect(second[i]).toBeCloseTo(value, 2))
})

test('at its own size a picture stays what it is, and one colour stays one colour at any size', () => {
  const same = resample(picture, picture, 'bicubic')
  expect(same[7]).toBeCloseTo(picture.pixels[7 * 3]!, 4)
  const plain: Picture = { width: 4, height: 4, pixels: new Uint8Array(48).fill(77) }
  for (const value of resample(plain, { width: 9, height: 2 }, 'bicubic')) expect(value).toBeCloseTo(77, 4)
})
