import type { Mask } from './position.ts'

/** Every position sees itself and what came before: the ablation of Table 5, "causal". */
export const causal: Mask = (query, key) => key.index <= query.index
