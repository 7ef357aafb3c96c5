import { expect, test } from 'vitest'
import { mapLimited } from './concurrency.ts'

test('keeps order and never runs more than the limit', async () => {
  let running = 0
  let most = 0
  const result = await mapLimited(Array.from({ length: 20 }, (_, i) => i), 4, async (i) => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, (i * 7) % 5))
    running--
    return i * 2
  })
  expect(result).toEqual(Array.from({ length: 20 }, (_, i) => i * 2))
  expect(most).toBe(4)
})

test('no items, no results', async () => {
  expect(await mapLimited([], 4, async () => 1)).toEqual([])
})
