import { expect, test } from 'vitest'
import { splitPairs } from './heldOut.ts'
import { sceneOfPrompt } from './prompt.ts'
import { singleObjectPrompts } from './prompts.ts'
import { samePair } from './vocabulary.ts'

test.each([0.01, 0.1, 0.5])('prompts ask for one held-out object, plainly first, never where (held out %d)', (heldOut) => {
  const pairs = splitPairs(heldOut).heldOut
  const prompts = singleObjectPrompts(200, heldOut)
  expect(prompts).toHaveLength(200)
  expect(prompts.slice(0, pairs.length)).toEqual(pairs.map(({ shape, colour }) => `a ${colour} ${shape}`))
  for (const prompt of prompts) {
    const { objects, relations } = sceneOfPrompt(prompt)!
    expect(objects).toHaveLength(1)
    expect(relations).toEqual([])
    expect(objects[0]!.place).toBeNull()
    expect(pairs.some((pair) => samePair(pair, objects[0]!))).toBe(true)
  }
})

test('the list is the same every time', () => {
  expect(singleObjectPrompts(30)).toEqual(singleObjectPrompts(40).slice(0, 30))
})
