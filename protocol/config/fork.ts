import { configDifference } from './parse.ts'
import type { RunConfig } from './schema.ts'
import { InputError } from '../errors.ts'

/** Keys that say what the weights are: a fork cannot change them. */
const architecture = /^(model|image|waves|patch|autoencoder)\.|^diffusion\.timeEmbedding$|^(task|baseline)$/

/**
 * What a fork changes of its parent's config.
 * @param step where it starts
 * @throws InputError when the weights would not fit, or there would be no step left
 */
export const forkChanges = (parent: RunConfig, config: RunConfig, step: number): string[] => {
  const changed = configDifference([parent, config]).map(({ path }) => path)
  const fixed = changed.filter((key) => architecture.test(key))
  if (fixed.length > 0) throw new InputError(`A fork goes on with its parent's weights, so it cannot change ${fixed.join(', ')}; train the new architecture from the start instead.`)
  if (config.train.steps <= step) throw new InputError(`The fork starts at step ${step} and train.steps is ${config.train.steps}, so no step would be left; set train.steps above ${step}.`)
  return changed
}
