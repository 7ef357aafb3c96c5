import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { MetricStore } from './metrics.ts'
import { Series } from './series.ts'

describe('Series', () => {
  it('grows', () => {
    const series = new Series()
    for (let step = 0; step < 1000; step++) series.append(step, step * 2)
    expect(series.length).toBe(1000)
    expect(series.values[999]).toBe(1998)
  })

  it('replaces what a resumed run does again', () => {
    const series = new Series()
    for (const step of [1, 2, 3, 4, 5]) series.append(step, step)
    series.append(3, 30)
    expect([...series.steps]).toEqual([1, 2, 3])
    expect(series.lastValue).toBe(30)
  })

  it('keeps NaN', () => {
    const series = new Series()
    series.append(1, NaN)
    expect(series.lastValue).toBeNaN()
  })
})

it('averages are of what was left out too, and of what comes after', () => {
  const series = Series.of({ key: 'k', steps: [0, 3, 9], values: [5, 1, 'NaN' as never], means: { steps: [1.5, 8], values: [3, 2] } })
  series.append(10, 7)
  expect(series.isThinned).toBe(true)
  expect([...series.whole.steps]).toEqual([1.5, 8, 10])
  expect([...series.values]).toEqual([5, 1, NaN, 7])
  series.append(8, 4)
  expect([...series.whole.values]).toEqual([3, 4])
  expect(new Series().whole.length).toBe(0)
})

describe('MetricStore', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())
  const point = (step: number, value: number) => ({ key: 'train.loss', step, value })

  it('tells watchers at once, then at most five times a second', () => {
    const store = new MetricStore()
    store.open('a')
    let told = 0
    store.watch('a', () => told++)
    for (let step = 0; step < 100; step++) {
      store.append('a', [point(step, 1)])
      vi.advanceTimersByTime(10)
    }
    expect(told).toBeLessThanOrEqual(6)
    vi.advanceTimersByTime(200)
    expect(store.series('a', 'train.loss')!.length).toBe(100)
  })

  it('joins loaded and live points', () => {
    const store = new MetricStore()
    store.open('a')
    store.append('a', [point(2, 20), point(3, 30)])
    store.load('a', [{ key: 'train.loss', steps: [0, 1, 2], values: [0, 1, 2], means: null }])
    expect([...store.series('a', 'train.loss')!.values]).toEqual([0, 1, 2, 30])
  })

  it('drops points of runs that nobody looks at', () => {
    const store = new MetricStore()
    store.append('b', [point(1, 1)])
    expect(store.keys('b')).toEqual([])
  })

  it('reads NaN as JSON hosts send it', () => {
    const store = new MetricStore()
    store.open('a')
    store.append('a', [{ key: 'k', step: 1, value: null as never }, { key: 'k', step: 2, value: 'Infinity' as never }])
    expect([...store.series('a', 'k')!.values]).toEqual([NaN, Infinity])
  })
})
