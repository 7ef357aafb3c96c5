/** Held-out documents are drawn with this seed, whatever the run's own is, so that all runs are measured on the same. */
export const heldOutSeed = 20_240_820
