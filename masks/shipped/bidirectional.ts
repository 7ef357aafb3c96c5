import { shipped } from '../mask.ts'

/** Every position sees every other. Text then sees its own targets: a control, not a language model. */
export const bidirectional = shipped({
  name: 'bidirectional',
  description: 'Every position sees every other; text sees its own targets, so this is a control and no language model.',
  origin: 'Devlin et al. 2019, BERT: fully visible attention',
  source: '({ q, k }) => true',
})
