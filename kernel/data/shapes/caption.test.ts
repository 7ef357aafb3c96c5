import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Random } from '../../random/stream.ts'
import { captionsOf, drawCaption, longestCaption } from './caption.ts'
import { sceneOfPrompt } from './prompt.ts'
import { drawCombinations, drawScene } from './scene.ts'
import type { Scene } from './scene.ts'
import { allCombinations, placeOf, relationOf } from './vocabulary.ts'

const scenes = fc.tuple(fc.nat(), fc.constantFrom(1, 2, 3)).map(([seed, count]): Scene => {
  const random = new Random({ seed, stream: 'content' })
  return drawScene(drawCombinations(count, allCombinations, allCombinations, random), 1, random)
})

/** Every statement of the caption, compared with the scene; pairs differ within a scene, so each names its object. */
function expectTrue(text: string, scene: Scene): void {
  const asked = sceneOfPrompt(text)
  expect(asked, text).not.toBeNull()
  expect(asked!.objects, text).toHaveLength(scene.objects.length)
  const found = asked!.objects.map(({ shape, colour }) => scene.objects.find((o) => o.shape === shape && o.colour === colour)!)
  expect(new Set(found), text).toEqual(new Set(scene.objects))
  for (const [i, { size, place }] of asked!.objects.entries()) {
    if (size !== null) expect(size, text).toBe(found[i]!.size)
    if (place !== null) expect(place, text).toBe(placeOf(found[i]!.cx, found[i]!.cy))
  }
  for (const { subject, relation, of } of asked!.relations) expect(relationOf(found[subject]!, found[of]!), text).toBe(relation)
}

const isSpatial = (text: string): boolean => {
  const { objects, relations } = sceneOfPrompt(text)!
  return relations.length > 0 || objects.some(({ place }) => place !== null)
}

test('every phrasing is true, short, and read back as it was meant', () => {
  fc.assert(fc.property(scenes, fc.boolean(), fc.boolean(), (scene, spatial, sized) => {
    for (const text of captionsOf(scene, spatial, sized)) {
      expectTrue(text, scene)
      expect(text.length).toBeLessThanOrEqual(longestCaption)
      expect(isSpatial(text), text).toBe(spatial)
      expect(sceneOfPrompt(text)!.objects.every(({ size }) => (size !== null) === sized), text).toBe(true)
    }
  }), { numRuns: 500 })
})

test('a drawn caption is true, and says where only when it should', () => {
  fc.assert(fc.property(scenes, fc.nat(), (scene, seed) => {
    expectTrue(drawCaption(scene, 0.5, new Random({ seed, stream: 'content' })), scene)
    expect(isSpatial(drawCaption(scene, 0, new Random({ seed, stream: 'content' })))).toBe(false)
  }))
})

test('a spatial caption is found for every pair of objects', () => {
  fc.assert(fc.property(scenes.filter(({ objects }) => objects.length === 2), (scene) => {
    expect(isSpatial(drawCaption(scene, 1, new Random({ seed: 1, stream: 'content' })))).toBe(true)
  }))
})
