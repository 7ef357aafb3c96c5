import { describe, expect, it } from 'vitest'
import { smooth } from './smoothing.ts'
import { badPoints, thin } from './thinning.ts'

const range = (n: number, of: (i: number) => number): number[] => Array.from({ length: n }, (_, i) => of(i))

describe('smooth', () => {
  it('leaves a constant and, at 0, everything as it was', () => {
    expect([...smooth([0, 5, 6], [2, 2, 2], 0.9, 1)]).toEqual([2, 2, 2])
    expect([...smooth([0, 1, 2], [1, 5, 3], 0, 1)]).toEqual([1, 5, 3])
  })

  it('does not depend on how dense the points are', () => {
    const wave = (step: number): number => Math.sin(step / 200)
    const dense = smooth(range(2001, (i) => i), range(2001, wave), 0.6, 20)
    const sparse = smooth(range(201, (i) => i * 10), range(201, (i) => wave(i * 10)), 0.6, 20)
    expect(Math.abs(dense[2000]! - sparse[200]!)).toBeLessThan(0.03)
  })

  it('does not change what it has drawn when points are added', () => {
    const steps = range(100, (i) => i)
    const values = range(100, (i) => Math.cos(i))
    expect([...smooth(steps, values, 0.8, 5).slice(0, 50)]).toEqual([...smooth(steps.slice(0, 50), values.slice(0, 50), 0.8, 5)])
  })

  it('steps over NaN and keeps it', () => {
    const smoothed = smooth([0, 1, 2], [1, NaN, 1], 0.6, 1)
    expect(smoothed[1]).toBeNaN()
    expect(smoothed[2]).toBe(1)
  })
})

describe('thin', () => {
  it('keeps first, last and every spike', () => {
    const values = range(10_000, (i) => (i === 4321 ? 50 : i === 777 ? -50 : 0))
    const { x, y } = thin(range(10_000, (i) => i), values, 100)
    expect(x.length).toBeLessThanOrEqual(400)
    expect([x[0], x.at(-1)]).toEqual([0, 9999])
    expect([Math.max(...y), Math.min(...y)]).toEqual([50, -50])
    expect(x.every((step, i) => i === 0 || step > x[i - 1]!)).toBe(true)
  })

  it('keeps few points whole and puts NaN aside', () => {
    expect(thin([1, 2, 3], [1, NaN, 3], 100)).toEqual({ x: [1, 3], y: [1, 3] })
    expect(badPoints([1, 2, 3], [1, NaN, Infinity])).toEqual([{ step: 2, value: NaN }, { step: 3, value: Infinity }])
  })
})
