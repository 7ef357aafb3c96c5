import { expect, test } from 'vitest'
import { openShapes } from '../data/shapes/dataset.ts'
import { sceneOfPrompt } from '../data/shapes/prompt.ts'
import { renderScene } from '../data/shapes/render.ts'
import { drawCombinations, drawScene } from '../data/shapes/scene.ts'
import type { Scene } from '../data/shapes/scene.ts'
import { allCombinations, background } from '../data/shapes/vocabulary.ts'
import type { Picture } from '../data/document.ts'
import { Random } from '../random/stream.ts'
import { checkScene } from './sceneChecker.ts'
import { matchesPrompt } from './sceneCheckerVerdict.ts'
import { captionedPicture } from '../data/segments.ts'

function scenes(count: number, objects: number): Scene[] {
  return Array.from({ length: count }, (_, i) => {
    const random = new Random({ seed: 77, stream: 'evaluation', step: i, index: objects })
    return drawScene(drawCombinations(objects, allCombinations, allCombinations, random), 1, random)
  })
}

/** A three-tap blur and Gaussian noise, about what a sampled picture has. */
function degrade({ width, height, pixels }: Picture, noise: number, side: number): Picture {
  const random = new Random({ seed: 5, stream: 'noise' })
  const taps = [[0, 1 - 2 * side], [-1, side], [1, side]] as const
  const at = (x: number, y: number, c: number): number =>
    pixels[(Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))) * 3 + c]!
  const out = Uint8ClampedArray.from(pixels, (_, k) => {
    const [c, x, y] = [k % 3, Math.floor(k / 3) % width, Math.floor(k / 3 / width)]
    let sum = noise * random.normal()
    for (const [dx, a] of taps) for (const [dy, b] of taps) sum += a * b * at(x + dx, y + dy, c)
    return sum
  })
  return { width, height, pixels: new Uint8Array(out.buffer) }
}

const names = (objects: readonly { colour: string; shape: string }[]): string => objects.map((o) => `${o.colour} ${o.shape}`).sort().join()

/** Share of scenes whose objects, all of them, are read with the right shape and colour. */
function accuracy(list: readonly Scene[], size: number, spoil = (picture: Picture) => picture): number {
  let right = 0
  for (const scene of list) if (names(checkScene(spoil(renderScene(scene, size))).objects) === names(scene.objects)) right++
  if (process.env.SCENE_CHECKER_REPORT) console.log(size, list[0]!.objects.length, spoil.length, right / list.length)
  return right / list.length
}

const mild = (picture: Picture): Picture => degrade(picture, 16, 0.15)

test.each([24, 32, 64])('reads single objects at %i pixels', (size) => {
  expect(accuracy(scenes(500, 1), size)).toBeGreaterThanOrEqual(0.97)
})

test.each([24, 32])('reads single objects at %i pixels through noise and blur', (size) => {
  expect(accuracy(scenes(500, 1), size, mild)).toBeGreaterThanOrEqual(0.9)
})

test.each([[2, 24], [2, 32], [3, 24], [3, 32]])('reads scenes of %i objects at %i pixels', (objects, size) => {
  expect(accuracy(scenes(300, objects), size)).toBeGreaterThanOrEqual(0.9)
})

test.each([[2, 32], [3, 32]])('reads scenes of %i objects at %i pixels through noise and blur', (objects, size) => {
  expect(accuracy(scenes(300, objects), size, mild)).toBeGreaterThanOrEqual(0.9)
})

test('is sure of what it reads, noise and blur or not', () => {
  const sure = scenes(200, 2).filter((scene) => checkScene(mild(renderScene(scene, 32))).objects.every(({ confidence }) => confidence >= 0.6))
  expect(sure.length / 200).toBeGreaterThanOrEqual(0.95)
})

test('finds size, centre and extent', () => {
  const list = scenes(200, 1)
  const right = list.filter((scene) => {
    const [want] = scene.objects
    const [found] = checkScene(renderScene(scene, 32)).objects
    return want && found && found.size === want.size && Math.hypot(found.cx - want.cx, found.cy - want.cy) < 0.03
      && Math.abs(found.extent - 2 * want.radius) < 0.05
  })
  expect(right.length / list.length).toBeGreaterThanOrEqual(0.97)
})

test('the dataset matches its own captions, sizes and places included', () => {
  const dataset = openShapes({ maxObjects: 3, positions: 0.7, jitter: 1, heldOut: 0.1 }, 32, 1)
  let right = 0
  for (let i = 0; i < 300; i++) {
    const { text, image } = captionedPicture(dataset.document('train', i))!
    if (matchesPrompt(checkScene(image!), sceneOfPrompt(text)!).all) right++
  }
  if (process.env.SCENE_CHECKER_REPORT) console.log('own captions', right / 300)
  expect(right / 300).toBeGreaterThanOrEqual(0.95)
})

test('sees nothing on an empty picture, and no readable shape in noise', () => {
  const pixels = Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => background[i % 3]!)
  expect(checkScene({ width: 32, height: 32, pixels }).objects).toEqual([])
  const grey = checkScene({ width: 32, height: 32, pixels: pixels.map(() => 90) })
  for (const { confidence } of grey.objects) expect(confidence).toBeLessThan(0.5)
  const random = new Random({ seed: 3, stream: 'noise' })
  const noise = checkScene({ width: 32, height: 32, pixels: pixels.map(() => random.integer(256)) })
  expect(matchesPrompt(noise, sceneOfPrompt('a red ring')!).pairs).toBe(false)
})
