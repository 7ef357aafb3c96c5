import { addressOf, readAddress } from '../state/viewAddress.ts'
import type { Lab } from './lab.ts'

/** Keeps the address bar and the view the same: what is shown can be copied from there, sent, and opened again. */
export const followAddress = (lab: Lab): void => {
  const open = (hash: string): void => {
    const address = readAddress(hash)
    if (!address || addressOf(lab.store.get()) === hash) return
    const { view, basket, baseline, table } = address
    lab.store.update((state) => ({ ...state, view, ...(basket && { basket, baseline: baseline ?? null }), ...(table && { runTable: { ...state.runTable, view: table } }) }))
  }
  open(window.location.hash)
  // By what was asked for: until the event comes, something else may have put the address of the old view back.
  window.addEventListener('hashchange', ({ newURL }) => open(new URL(newURL).hash))
  lab.store.subscribe(() => {
    const hash = addressOf(lab.store.get())
    if (hash !== window.location.hash) window.history.replaceState(null, '', hash || window.location.pathname + window.location.search)
  })
}
