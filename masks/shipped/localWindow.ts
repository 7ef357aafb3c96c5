import { shipped } from '../mask.ts'

/** Inside an image a patch sees the 5 × 5 patches around it; layers stacked see further. */
export const localWindow = shipped({
  name: 'localWindow',
  description: 'As transfusion, but inside an image a patch sees only the patches at most 2 rows and 2 columns away.',
  origin: 'Parmar et al. 2018, Image Transformer, §3.3: local two-dimensional attention',
  source: '({ q, k }) => q.image !== null && q.image === k.image ? Math.abs(q.row - k.row) <= 2 && Math.abs(q.col - k.col) <= 2 : k.index <= q.index',
})
