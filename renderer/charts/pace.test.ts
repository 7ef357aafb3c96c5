import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { drawInTurn } from './pace.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** A drawing that takes a while. */
const slow = (log: string[], name: string, milliseconds: number) => (): void => {
  log.push(name)
  vi.setSystemTime(Date.now() + milliseconds)
  vi.advanceTimersByTime(0)
}

it('gives each chart its turn and takes a tenth of the time, however often they ask', () => {
  const log: string[] = []
  let busy = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => Date.now())
  const charts = ['a', 'b', 'c'].map((name) => ({ name, key: {} }))
  const undo = new Map<object, () => void>()
  for (let time = 0; time < 10_000; time += 100) {
    for (const { name, key } of charts) {
      undo.get(key)?.()
      undo.set(key, drawInTurn(key, () => { slow(log, name, 20)(); busy += 20 }))
    }
    vi.advanceTimersByTime(100)
  }
  clock.mockRestore()
  expect(busy).toBeLessThanOrEqual(1300)
  for (const name of ['a', 'b', 'c']) expect(log.filter((drawn) => drawn === name).length).toBeGreaterThan(10)
})

it('does not draw what was taken back', () => {
  const log: string[] = []
  drawInTurn({}, () => log.push('drawn'))()
  vi.advanceTimersByTime(10_000)
  expect(log).toEqual([])
})
