import type { Overlay } from '../state/labState.ts'
import type { Lab } from './lab.ts'

/** Puts something over the page, or away when it is there. */
export const toggleOverlay = (lab: Lab, overlay: Exclude<Overlay, null>): void =>
  lab.store.update((state) => ({ ...state, overlay: state.overlay === overlay ? null : overlay }))
