import { expect, test } from 'vitest'
import { splitCombinations } from './heldOut.ts'
import { sceneOfPrompt } from './prompt.ts'
import { singleObjectPrompts } from './prompts.ts'
import { sameCombination, type Combination } from './vocabulary.ts'

test.each([0.01, 0.1, 0.5])('prompts ask for one held-out object, plainly first, never where (held out %d)', (heldOut) => {
  const combinations = splitCombinations(heldOut).heldOut
  const prompts = singleObjectPrompts(200, heldOut)
  expect(prompts).toHaveLength(200)
  expect(prompts.slice(0, combinations.length)).toEqual(combinations.map(({ shape, colour, size }) => `a ${size} ${colour} ${shape}`))
  for (const prompt of prompts) {
    const { objects, relations } = sceneOfPrompt(prompt)!
    expect(objects).toHaveLength(1)
    expect(relations).toEqual([])
    expect(objects[0]!.place).toBeNull()
    expect(combinations.some((combination) => sameCombination(combination, objects[0] as Combination))).toBe(true)
  }
})

test('the list is the same every time', () => {
  expect(singleObjectPrompts(30)).toEqual(singleObjectPrompts(40).slice(0, 30))
})
