import type { LabState, Notice } from '../state/labState.ts'
import type { Store } from '../state/store.ts'

const infoLasts = 6000
let nextId = 1

/** Shows a sentence. One that is shown already is not shown twice. */
export const notify = (store: Store<LabState>, kind: Notice['kind'], text: string, action?: Notice['action']): void => {
  if (store.get().notices.some((notice) => notice.text === text)) return
  const notice: Notice = { id: nextId++, kind, text, ...(action && { action }) }
  store.update((state) => ({ ...state, notices: [...state.notices, notice] }))
  if (kind === 'info') setTimeout(() => dismiss(store, notice.id), infoLasts)
}

export const dismiss = (store: Store<LabState>, id: number): void =>
  store.update((state) => ({ ...state, notices: state.notices.filter((notice) => notice.id !== id) }))
