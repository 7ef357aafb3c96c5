import sharp from 'sharp'
import { expect, test } from 'vitest'
import { contactSheet } from './contactSheet.ts'

test('pictures lie in rows, enlarged pixel by pixel', async () => {
  const png = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#ff0000' } }).png().toBuffer()
  const sheet = await contactSheet(Array.from({ length: 5 }, (_, i) => ({ png, text: `a <red> & "square" number ${i}` })), 3)
  const { data, info } = await sharp(sheet).removeAlpha().raw().toBuffer({ resolveWithObject: true })
  expect([info.width, info.height]).toEqual([320, 276])
  const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)]
  expect(pixel(8, 8)).toEqual([255, 0, 0])
  expect(pixel(112 + 95, 142 + 95)).toEqual([255, 0, 0])
  expect(pixel(4, 4)).toEqual([255, 255, 255])
})
