import { shipped } from '../mask.ts'

/**
 * The first 16 elements of a document see each other, what follows is causal. Text inside the prefix sees its own targets:
 * the text loss of the prefix means nothing, as its authors take no loss there.
 */
export const prefixLM = shipped({
  name: 'prefixLM',
  description: 'The first 16 elements of a document are seen by all of it; what follows is causal.',
  origin: 'Raffel et al. 2020, T5, §3.2.1: prefix language model',
  source: '({ q, k }) => k.index <= q.index || (q.document === k.document && k.offset < 16)',
})
