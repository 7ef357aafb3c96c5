import { expect, test } from 'vitest'
import { shareOut } from './shareOut.ts'

test('every thing is in one share, on the lane that it is told, and shares differ by one at most', async () => {
  const shares: number[][] = []
  await shareOut(7, 3, () => {}, async (share, _, lane) => void (shares[lane] = [...share]))
  expect(shares).toEqual([[0, 1], [2, 3], [4, 5, 6]])
})

test('a step is told when every share has done it', async () => {
  const told: number[] = []
  const tell: ((done: number) => void)[] = []
  const { promise, resolve } = Promise.withResolvers<void>()
  const ended = shareOut(2, 2, (done) => told.push(done), (_, onStep, lane) => {
    tell[lane] = onStep
    return promise
  })
  tell[0]!(1)
  tell[0]!(2)
  expect(told).toEqual([])
  tell[1]!(1)
  expect(told).toEqual([1])
  tell[1]!(2)
  resolve()
  await ended
  expect(told).toEqual([1, 2])
})

test('one that fails is thrown, but not before the others have ended', async () => {
  let ended = false
  const { promise, resolve } = Promise.withResolvers<void>()
  const all = shareOut(2, 2, () => {}, async (_share, _onStep, lane) => {
    if (lane === 0) throw new Error('the first')
    await promise
    ended = true
  })
  resolve()
  await expect(all).rejects.toThrow('the first')
  expect(ended).toBe(true)
})
