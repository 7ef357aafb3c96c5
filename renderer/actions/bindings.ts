import type { Bindings } from '../commands/bindings.ts'
import type { Lab } from './lab.ts'
import { remember } from './memory.ts'

/** Gives commands other keys, from now on and at the next visit. */
export const setBindings = (lab: Lab, bindings: Bindings): void => {
  remember('keys', JSON.stringify(bindings))
  lab.store.update((state) => ({ ...state, bindings }))
}
