import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { KeptModels, type OpenCheckpoint } from './keptModels.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Checkpoints that only count how often they are opened and let go of. */
const checkpoints = (bytes = 1) => {
  const log: string[] = []
  const open = (name: string) => async (): Promise<OpenCheckpoint> => {
    log.push(`open ${name}`)
    return { bytes, step: 1, dispose: async () => void log.push(`close ${name}`) } as unknown as OpenCheckpoint
  }
  return { log, open }
}
const nothing = async (): Promise<void> => {}

test('a checkpoint is opened once, however often it is asked for, and let go of when nobody asks any more', async () => {
  const { log, open } = checkpoints()
  const kept = new KeptModels(1000)
  for (let i = 0; i < 3; i++) await kept.use('a', open('a'), nothing)
  await vi.advanceTimersByTimeAsync(900)
  await kept.use('a', open('a'), nothing)
  await vi.advanceTimersByTimeAsync(900)
  expect(log).toEqual(['open a'])
  await vi.advanceTimersByTimeAsync(200)
  expect(log).toEqual(['open a', 'close a'])
  await kept.use('a', open('a'), nothing)
  expect(log).toEqual(['open a', 'close a', 'open a'])
})

test('two are kept; a third takes the place of the one that was asked for longest ago', async () => {
  const { log, open } = checkpoints()
  const kept = new KeptModels()
  for (const name of ['a', 'b', 'a', 'c']) await kept.use(name, open(name), nothing)
  expect(log).toEqual(['open a', 'open b', 'open c', 'close b'])
})

test('one that is larger than what may be kept is let go of at once', async () => {
  const { log, open } = checkpoints(2 ** 31)
  await new KeptModels().use('a', open('a'), nothing)
  expect(log).toEqual(['open a', 'close a'])
})

test('a model answers one at a time, and is never let go of while it answers', async () => {
  const { log, open } = checkpoints(2 ** 31)
  const kept = new KeptModels()
  const answer = (name: string) => kept.use('a', open('a'), async () => {
    log.push(`${name} begins`)
    await Promise.resolve()
    log.push(`${name} ends`)
  })
  await Promise.all([answer('first'), answer('second')])
  expect(log).toEqual(['open a', 'first begins', 'first ends', 'second begins', 'second ends', 'close a'])
})

test('what could not be opened, and what failed, says so and is tried anew', async () => {
  const { log, open } = checkpoints()
  const kept = new KeptModels()
  await expect(kept.use('a', () => Promise.reject(new Error('damaged')), nothing)).rejects.toThrow('damaged')
  await expect(kept.use('a', open('a'), () => Promise.reject(new Error('no such head')))).rejects.toThrow('no such head')
  await kept.use('a', open('a'), nothing)
  expect(log).toEqual(['open a'])
})
