import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { whenQuiet } from './whenQuiet.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('waits until nothing has been pressed for a while, and works once', () => {
  const page = new EventTarget()
  const work = vi.fn()
  whenQuiet(page, 500, work)
  vi.advanceTimersByTime(400)
  page.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(400)
  page.dispatchEvent(new Event('wheel'))
  vi.advanceTimersByTime(499)
  expect(work).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1)
  expect(work).toHaveBeenCalledTimes(1)
  page.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(2000)
  expect(work).toHaveBeenCalledTimes(1)
})

it('does nothing once it was taken back', () => {
  const page = new EventTarget()
  const work = vi.fn()
  const takeBack = whenQuiet(page, 500, work)
  takeBack()
  page.dispatchEvent(new Event('keydown'))
  vi.advanceTimersByTime(2000)
  expect(work).not.toHaveBeenCalled()
})
