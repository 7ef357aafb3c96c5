import { describe, expect, test } from 'vitest'
import { sceneOfPrompt } from '../data/shapes/prompt.ts'
import { longestCaption } from '../data/shapes/caption.ts'
import { splitCombinations } from '../data/shapes/heldOut.ts'
import type { Checked, CheckedObject } from './sceneChecker.ts'
import { matchesPrompt } from './sceneCheckerVerdict.ts'
import { sceneTaskNames, sceneTasks, taskPrompts, tasksOf, type SceneTaskName } from './sceneTasks.ts'

const data = { heldOut: 0.1, maxObjects: 3 }

/** What the checker would read off a perfect picture of two objects, the first left of the second. */
const seen = (...objects: [shape: CheckedObject['shape'], colour: CheckedObject['colour']][]): Checked =>
  ({ objects: objects.map(([shape, colour], i) => ({ shape, colour, size: 'small', cx: 0.2 + 0.3 * i, cy: 0.5, extent: 0.2, confidence: 1 })) })

const judged = (name: SceneTaskName, checked: Checked, prompt: string): boolean => sceneTasks[name].right(matchesPrompt(checked, sceneOfPrompt(prompt)!))

describe('the six tasks', () => {
  test.each(sceneTaskNames)('%s: prompts are captions of the grammar with as many objects as the task has, the same at every call', (name) => {
    const prompts = taskPrompts(name, 40, data)
    expect(taskPrompts(name, 40, data)).toEqual(prompts)
    expect(new Set(prompts).size).toBeGreaterThan(10)
    for (const prompt of prompts) {
      const { objects: [least, most] } = sceneTasks[name]
      const { objects, relations } = sceneOfPrompt(prompt)!
      expect(prompt.length).toBeLessThanOrEqual(longestCaption)
      expect(objects.length >= least && objects.length <= most).toBe(true)
      expect(relations.length).toBe(name === 'position' ? 1 : 0)
      if (name === 'binding') expect([new Set(objects.map(({ shape }) => shape)).size, new Set(objects.map(({ colour }) => colour)).size]).toEqual([2, 2])
    }
  })

  test('every prompt has an object that training never saw in that size', () => {
    const held = splitCombinations(data.heldOut).heldOut
    for (const prompt of taskPrompts('single', 40, data)) {
      const [asked] = sceneOfPrompt(prompt)!.objects
      expect(held.some(({ shape, colour }) => shape === asked!.shape && colour === asked!.colour)).toBe(true)
    }
  })

  test('counting asks for two or three objects, and only for two where scenes have no more', () => {
    expect(new Set(taskPrompts('counting', 40, data).map((prompt) => sceneOfPrompt(prompt)!.objects.length))).toEqual(new Set([2, 3]))
    expect(new Set(taskPrompts('counting', 40, { ...data, maxObjects: 2 }).map((prompt) => sceneOfPrompt(prompt)!.objects.length))).toEqual(new Set([2]))
  })

  test('a run is asked only for what it was trained on', () => {
    expect(tasksOf({ maxObjects: 1, positions: 1 })).toEqual(['single', 'colours'])
    expect(tasksOf({ maxObjects: 2, positions: 0 })).toEqual(['single', 'two', 'counting', 'colours', 'binding'])
    expect(tasksOf({ maxObjects: 3, positions: 0.5 })).toEqual(sceneTaskNames)
  })

  test.each<[SceneTaskName, Checked, string, boolean]>([
    ['single', seen(['ring', 'blue']), 'a red ring', true],
    ['single', seen(['cross', 'red']), 'a red ring', false],
    ['single', seen(['ring', 'red'], ['ring', 'red']), 'a red ring', false],
    ['colours', seen(['cross', 'red']), 'a ring that is red', true],
    ['colours', seen(['ring', 'blue']), 'a ring that is red', false],
    ['two', seen(['ring', 'blue'], ['cross', 'red']), 'a red ring and a blue cross', true],
    ['two', seen(['ring', 'red'], ['ring', 'blue']), 'a red ring and a blue cross', false],
    ['binding', seen(['ring', 'blue'], ['cross', 'red']), 'a red ring and a blue cross', false],
    ['binding', seen(['cross', 'blue'], ['ring', 'red']), 'a red ring and a blue cross', true],
    ['counting', seen(['cross', 'cyan'], ['cross', 'cyan']), 'two objects: a red ring, a blue cross', true],
    ['counting', seen(['ring', 'red']), 'two objects: a red ring, a blue cross', false],
    ['position', seen(['ring', 'red'], ['cross', 'blue']), 'a red ring left of a blue cross', true],
    ['position', seen(['ring', 'red'], ['cross', 'blue']), 'a red ring right of a blue cross', false],
    ['position', seen(['ring', 'green'], ['cross', 'blue']), 'a red ring left of a blue cross', false],
  ])('%s %#: is judged by its own part of the prompt', (name, checked, prompt, right) => {
    expect(judged(name, checked, prompt)).toBe(right)
  })
})
