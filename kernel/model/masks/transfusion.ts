import type { Mask } from './position.ts'

/**
 * Causal for all, and bidirectional among the patches of the same image (§3, Figure 4).
 * BOI and EOI are text: they are outside the bidirectional block.
 */
export const transfusion: Mask = (query, key) => key.index <= query.index || (query.image !== null && query.image === key.image)
