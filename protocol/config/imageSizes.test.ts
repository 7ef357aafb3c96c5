import { describe, expect, test } from 'vitest'
import { fewestPatches, imageSizes, mostPatches, nearestSize, parseImageSize, placeColumns, placesPerImage } from './imageSizes.ts'
import { parseConfig } from './parse.ts'

const folder = { 'data.name': 'folder', 'data.path': '/pictures', 'image.size': 24, 'patch.size': 4 }

describe('image sizes', () => {
  test('are written width first', () => {
    expect(parseImageSize('24x16')).toEqual({ width: 24, height: 16 })
    expect(parseImageSize('24 × 16')).toEqual({ width: 24, height: 16 })
    expect([parseImageSize('24'), parseImageSize('x16'), parseImageSize('24x16x3')]).toEqual([null, null, null])
  })

  test('a picture goes to the size of the nearest shape, and among equal shapes to the nearest area', () => {
    const sizes = [{ width: 24, height: 24 }, { width: 32, height: 16 }, { width: 16, height: 32 }, { width: 48, height: 48 }]
    const nearest = (width: number, height: number): string => Object.values(nearestSize(sizes, { width, height })).join('x')
    expect([nearest(640, 480), nearest(800, 400), nearest(300, 900), nearest(20, 20), nearest(100, 100)]).toEqual(['48x48', '32x16', '16x32', '24x24', '48x48'])
  })

  test('without buckets the grid of places is the square\'s own; with them it has the rows of the highest and the columns of the widest', () => {
    const plain = parseConfig(folder), bucketed = parseConfig({ ...folder, 'image.buckets': ['32x16', '16x32'] })
    expect([placesPerImage(plain), placeColumns(plain), fewestPatches(plain), mostPatches(plain)]).toEqual([36, 6, 36, 36])
    expect([placesPerImage(bucketed), placeColumns(bucketed), fewestPatches(bucketed), mostPatches(bucketed)]).toEqual([64, 8, 32, 36])
    expect(imageSizes(bucketed)).toHaveLength(3)
  })

  const refused: [Record<string, unknown>, RegExp][] = [
    [{ 'image.buckets': ['24'] }, /image\.buckets has "24"; write each size as width x height: "24x16"/],
    [{ 'image.buckets': ['30x16'] }, /patch\.size 4 does not divide the bucket 30x16/],
    [{ 'image.buckets': ['24x24'] }, /image\.buckets has 24x24 twice, or beside image\.size/],
    [{ 'image.buckets': ['32x16'], 'patch.codec': 'unet' }, /image\.buckets needs patch\.codec "linear"/],
    [{ 'image.buckets': ['32x16'], 'image.latents': 'vae' }, /image\.buckets needs image\.latents "pixels"/],
    [{ 'image.buckets': ['32x16'], baseline: 'chameleon', 'autoencoder.kind': 'vq' }, /image\.buckets needs baseline "none" or "imageOnly"/],
    [{ 'image.buckets': ['32x16'], task: 'autoencoder' }, /image\.buckets needs task "transfusion"/],
    [{ 'image.buckets': ['64x64'] }, /An image has 256 patches and data\.sequenceLength is 128/],
  ]
  test.each(refused)('%j is refused in a sentence', (changes, sentence) => {
    expect(() => parseConfig({ ...folder, ...changes })).toThrow(sentence)
  })
})
