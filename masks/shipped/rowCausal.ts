import { shipped } from '../mask.ts'

/** Inside an image a patch sees its own row and the rows above: between raster order and the whole image. */
export const rowCausal = shipped({
  name: 'rowCausal',
  description: 'Causal for all, and every patch sees all of its own row and of the rows above it in its image.',
  origin: 'row-wise autoregression, as in Parmar et al. 2018, Image Transformer, made bidirectional within a row',
  source: '({ q, k }) => k.index <= q.index || (q.image !== null && q.image === k.image && k.row <= q.row)',
})
