import { maskOf } from '../../../masks/index.ts'
import type { RunConfig } from '../../../protocol/config/index.ts'

/**
 * A config whose mask is in its one text, so that spaces and names of a predicate make no other run.
 * @throws InputError when the mask is a text that is no predicate
 */
export const withCanonicalMask = (config: RunConfig): RunConfig =>
  typeof config.mask === 'string' ? config : { ...config, mask: { name: config.mask.name, source: maskOf(config.mask).source } }
