import { gridChannels, type RunConfig } from '../../protocol/config/index.ts'

/** Numbers in one patch: size² pixels of 3 channels, or latents of theirs. */
export const patchVector = (config: Pick<RunConfig, 'patch' | 'image' | 'autoencoder'>): number => config.patch.size ** 2 * gridChannels(config)
