import { shipped } from '../mask.ts'

/** Every position sees itself and what came before: the ablation of Table 5, "causal". */
export const causal = shipped({
  name: 'causal',
  description: 'Every position sees itself and what came before it, patches of its own image included.',
  origin: 'Zhou et al. 2024, Transfusion, Table 5 (causal)',
  source: '({ q, k }) => k.index <= q.index',
})
