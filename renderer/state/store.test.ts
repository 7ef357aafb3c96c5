import { expect, it } from 'vitest'
import { createStore, watch } from './store.ts'

it('tells who watches a part when that part changes, and no more once ended', () => {
  const store = createStore({ a: 1, b: 1 }), told: number[] = []
  const end = watch(store, ({ a }) => a, () => told.push(store.get().a))
  store.update((state) => ({ ...state, b: 2 }))
  store.update((state) => ({ ...state, a: 2 }))
  store.update((state) => ({ ...state, a: 2 }))
  end()
  store.update((state) => ({ ...state, a: 3 }))
  expect(told).toEqual([2])
})
