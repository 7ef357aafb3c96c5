import { useSyncExternalStore } from 'react'

/** One value and who watches it. */
export interface Store<State> {
  get(): State
  /** The change is a pure function; one that returns the same value tells nobody. */
  update(change: (state: State) => State): void
  subscribe(listener: () => void): () => void
}

export const createStore = <State>(initial: State): Store<State> => {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    update: (change) => {
      const next = change(state)
      if (next === state) return
      state = next
      for (const listener of [...listeners]) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Tells the listener when a part of a store changes. Returns what ends it. */
export const watch = <State, Part>(store: Store<State>, select: (state: State) => Part, listener: () => void): (() => void) => {
  let last = select(store.get())
  return store.subscribe(() => {
    const now = select(store.get())
    if (now === last) return
    last = now
    listener()
  })
}

/** A part of a store. The selector must return a stable value for a stable state: a part of it, not a new object. */
export const useStore = <State, Part>(store: Store<State>, select: (state: State) => Part): Part =>
  useSyncExternalStore(store.subscribe, () => select(store.get()))
