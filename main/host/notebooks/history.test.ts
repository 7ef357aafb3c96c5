import { expect, it } from 'vitest'
import { temporaryStore } from '../../store/testStore.ts'
import { createHistory, versionsToDrop } from './history.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

it('thins with age: minutes, quarters of an hour, days; the oldest stays', () => {
  const now = 10 * day
  expect(versionsToDrop([now - 30_000, now - 20_000, now - 500], now)).toEqual([now - 20_000, now - 500])
  expect(versionsToDrop([now - 2 * minute, now - minute], now)).toEqual([])
  expect(versionsToDrop([now - 5 * hour, now - 5 * hour + 5 * minute, now - 4 * hour], now)).toEqual([now - 5 * hour + 5 * minute])
  expect(versionsToDrop([now - 5 * day, now - 5 * day + hour, now - 3 * day], now)).toEqual([now - 5 * day + hour])
})

it('typing for an hour keeps a version a minute, however often it is saved', () => {
  let times: number[] = []
  for (let now = 0; now <= hour; now += 500) {
    const dropped = new Set(versionsToDrop(times, now))
    times = [...times.filter((at) => !dropped.has(at)), now]
  }
  expect(times).toHaveLength(61)
  expect(times[0]).toBe(0)
})

it('keeps what the file held before the first save, and gives cells their ids back', () => {
  const { store } = temporaryStore()
  store.notebooks.opened('/n.lab.ts', 1)
  const history = createHistory(store.notebookVersions, () => 5000)
  history.saved('/n.lab.ts', '// %%\n1\n', '// %%\n1\n\n// %%\n2\n')
  expect(history.list('/n.lab.ts').map(({ at, cells }) => [at, cells])).toEqual([[5000, 2], [4999, 1]])
  const known = [{ id: 'kept', contentHash: 'x', position: 0 }]
  expect(history.cells('/n.lab.ts', 4999, known)).toEqual([{ id: 'kept', kind: 'code', source: '1' }])
  expect(() => history.cells('/n.lab.ts', 1, known)).toThrow(/not kept any more/)
})
