import { shipped } from '../mask.ts'

/**
 * Causal for all, and bidirectional among the patches of the same image (§3, Figure 4).
 * BOI and EOI are text: they are outside the bidirectional block.
 */
export const transfusion = shipped({
  name: 'transfusion',
  description: 'Causal for all, and every patch sees all patches of its own image.',
  origin: 'Zhou et al. 2024, Transfusion, §3 and Figure 4',
  source: '({ q, k }) => k.index <= q.index || (q.image !== null && q.image === k.image)',
})
