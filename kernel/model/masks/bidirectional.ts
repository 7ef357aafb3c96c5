import type { Mask } from './position.ts'

/** Every position sees every other. Text then sees its own targets: a control, not a language model. */
export const bidirectional: Mask = () => true
