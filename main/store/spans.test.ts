import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { meanOf, pointsOf, spanOf } from './spans.ts'
import { openStore } from './store.ts'
import { exampleRun, temporaryStore } from './testStore.ts'

const run = exampleRun().id
const all = { from: 0, to: Number.MAX_SAFE_INTEGER }
// SQLite keeps no sign of a zero.
const value = fc.oneof({ weight: 9, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }).map((number) => number || 0) }, fc.constantFrom(NaN, Infinity, -Infinity))
/** What a run does: measures some steps, or is set back to a step. */
const acts = fc.array(fc.oneof(
  { weight: 4, arbitrary: fc.record({ gap: fc.integer({ min: 1, max: 900 }), values: fc.array(value, { minLength: 1, maxLength: 200 }), stride: fc.integer({ min: 1, max: 40 }) }) },
  { weight: 1, arbitrary: fc.record({ backTo: fc.double({ min: 0, max: 1, noNaN: true }) }) },
), { minLength: 1, maxLength: 8 })

const recorded = (doings: typeof acts extends fc.Arbitrary<infer T> ? T : never) => {
  const { store } = temporaryStore()
  store.runs.insert(exampleRun())
  const points = new Map<number, number>()
  let step = 0
  for (const doing of doings) {
    if ('backTo' in doing) {
      step = Math.floor(step * doing.backTo)
      for (const known of [...points.keys()]) if (known > step) points.delete(known)
      store.truncateAfter(run, step)
    } else {
      step += doing.gap
      const added = doing.values.map((measured, i) => ({ step: step + i * doing.stride, key: 'x', value: measured }))
      for (const point of added) points.set(point.step, point.value)
      store.metrics.add(run, added)
      step = added.at(-1)!.step
    }
  }
  return { store, points: [...points].map(([at, measured]) => ({ step: at, value: measured })).sort((a, b) => a.step - b.step) }
}

/** What the stretches of one width hold, read point by point. */
const naive = (points: readonly { step: number; value: number }[], width: number) =>
  [...Map.groupBy(points, ({ step }) => Math.floor(step / width)).values()].map((stretch) => {
    const finite = stretch.filter((point) => Number.isFinite(point.value))
    const extreme = (better: (a: number, b: number) => boolean) => finite.reduce<(typeof finite)[number] | undefined>((best, point) => (!best || better(point.value, best.value) ? point : best), undefined)
    const drawn = [extreme((a, b) => a < b), extreme((a, b) => a > b), stretch.find((point) => !Number.isFinite(point.value))].filter((point) => point !== undefined)
    return {
      drawn: [...new Set(drawn)].sort((a, b) => a.step - b.step),
      mean: finite.length === 0 ? null : finite.reduce((sum, point) => sum + point.value, 0) / finite.length,
      middle: (stretch[0]!.step + stretch.at(-1)!.step) / 2,
    }
  })

describe('spans', () => {
  it('hold what reading every point of their steps would give, at every width, whatever was added and taken back', { timeout: 60_000 }, () => {
    fc.assert(fc.property(acts, (doings) => {
      const { store, points } = recorded(doings)
      for (const enough of [1, 3, 10, 40]) {
        const [curve] = store.metrics.curves(run, ['x'], all, enough)
        if (points.length === 0) {
          expect(curve?.steps ?? []).toEqual([])
          continue
        }
        const { steps, values, means } = curve!
        const drawn = steps.map((step, i) => ({ step, value: values[i]! }))
        if (means === null) {
          expect(drawn).toEqual(points)
          continue
        }
        const widths = Array.from({ length: 12 }, (_, level) => 16 * 4 ** level)
        const width = widths.findLast((candidate) => naive(points, candidate).length >= enough)!
        const expected = naive(points, width)
        expect(new Set(drawn.map(({ step }) => step))).toEqual(new Set([points[0]!, points.at(-1)!, ...expected.flatMap((span) => span.drawn)].map(({ step }) => step)))
        for (const point of drawn) expect(points).toContainEqual(point)
        const numbers = expected.filter(({ mean }) => mean !== null)
        expect(means.steps).toEqual(numbers.map(({ middle }) => middle))
        means.values.forEach((mean, i) => expect(Math.abs(mean - numbers[i]!.mean!)).toBeLessThanOrEqual(1e-6 * Math.max(1, ...points.map((point) => Math.abs(Number.isFinite(point.value) ? point.value : 0)))))
      }
      store.close()
    }), { numRuns: 30 })
  })

  it('give a part of a curve finer than the whole, down to its points', () => {
    const { store } = temporaryStore()
    store.runs.insert(exampleRun())
    store.metrics.add(run, Array.from({ length: 20_000 }, (_, step) => ({ step, key: 'x', value: step === 12_345 ? -7 : Math.sin(step) })))
    const [whole] = store.metrics.curves(run, ['x'], all, 100)
    expect(whole!.steps.length).toBeLessThanOrEqual(802)
    expect([whole!.steps[0], whole!.steps.at(-1)]).toEqual([0, 19_999])
    expect(whole!.values).toContain(-7)
    const [part] = store.metrics.curves(run, ['x'], { from: 12_300, to: 12_400 }, 100)
    expect(part!.means).toBeNull()
    expect(part!.steps).toEqual(Array.from({ length: 101 }, (_, i) => 12_300 + i))
  })

  it('draw the least, the greatest and the first that is no number', () => {
    expect(pointsOf(spanOf(3, null))).toEqual([{ step: 3, value: NaN }])
    expect(pointsOf(spanOf(3, -Infinity))).toEqual([{ step: 3, value: -Infinity }])
    expect(meanOf(spanOf(3, null))).toBeNull()
    expect(meanOf(spanOf(3, 2))).toEqual({ step: 3, value: 2 })
  })
})

/** As a database is that an earlier version wrote. */
const forgetSpans = (path: string): void => {
  const db = new Database(path)
  db.exec('DELETE FROM metric_spans; UPDATE metric_series SET folded = 0')
  db.close()
}

it('a curve from before there were spans is folded when it is read', () => {
  const { store, path } = temporaryStore()
  store.runs.insert(exampleRun())
  store.metrics.add(run, Array.from({ length: 1000 }, (_, step) => ({ step, key: 'x', value: step })))
  const before = store.metrics.curves(run, ['x'], all, 10)
  store.close()
  forgetSpans(path)
  const { store: again } = openStore(path)
  expect(again.metrics.curves(run, ['x'], all, 10)).toEqual(before)
  again.close()
})
