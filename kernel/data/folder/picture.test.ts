import sharp from 'sharp'
import type { Color } from 'sharp'
import { expect, test } from 'vitest'
import { decodePicture } from './picture.ts'

const plain = (width: number, height: number, background: Color, channels: 3 | 4 = 3) => sharp({ create: { width, height, channels, background } })
const pixel = (pixels: Uint8Array, i: number) => [...pixels.slice(i * 3, i * 3 + 3)]

test.each(['png', 'webp', 'gif'] as const)('decodes %s', async (format) => {
  const { pixels } = await decodePicture(await plain(20, 20, '#ff0000').toFormat(format, { lossless: true }).toBuffer(), 8)
  expect(pixels).toHaveLength(8 * 8 * 3)
  expect(pixel(pixels, 0)).toEqual([255, 0, 0])
})

test('crops the middle square', async () => {
  const bar = await plain(20, 20, '#00ff00').png().toBuffer()
  const wide = await plain(60, 20, '#0000ff').composite([{ input: bar, left: 20, top: 0 }]).png().toBuffer()
  const { pixels } = await decodePicture(wide, 10)
  expect(pixel(pixels, 55)).toEqual([0, 255, 0])
  expect(pixel(pixels, 51)).toEqual([0, 255, 0])
})

test('turns upright by EXIF', async () => {
  const half = await plain(16, 8, '#ff0000').png().toBuffer()
  const upright = await plain(16, 16, '#0000ff').composite([{ input: half, left: 0, top: 0 }]).png().toBuffer()
  const turned = await sharp(upright).withMetadata({ orientation: 3 }).jpeg({ quality: 100 }).toBuffer()
  const { pixels } = await decodePicture(turned, 16)
  expect(pixels[2]).toBeGreaterThan(200)
  expect(pixels.at(-3)).toBeGreaterThan(200)
})

test('lays transparent parts over white, and makes grey into RGB', async () => {
  const clear = await plain(8, 8, { r: 0, g: 0, b: 0, alpha: 0 }, 4).png().toBuffer()
  expect(pixel((await decodePicture(clear, 8)).pixels, 5)).toEqual([255, 255, 255])
  const grey = await plain(8, 8, '#808080').toColourspace('b-w').png().toBuffer()
  expect(pixel((await decodePicture(grey, 8)).pixels, 5)).toEqual([128, 128, 128])
  const deep = await plain(8, 8, '#804020').toColourspace('rgb16').png().toBuffer()
  expect(pixel((await decodePicture(deep, 8)).pixels, 5)).toEqual([128, 64, 32])
})

test('throws on what is no picture, and on half of one', async () => {
  await expect(decodePicture(Buffer.from('hello'), 8)).rejects.toThrow()
  await expect(decodePicture(Buffer.alloc(0), 8)).rejects.toThrow()
  const whole = await plain(200, 200, '#123456').jpeg().toBuffer()
  await expect(decodePicture(whole.subarray(0, whole.length / 2), 8)).rejects.toThrow()
})
