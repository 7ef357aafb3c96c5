import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'

/** For tests: an autoencoder small enough to be asked often. */
export const tinyAutoencoder = (kind: 'vae' | 'vq', changes: Record<string, unknown> = {}): RunConfig => parseConfig({
  task: 'autoencoder', 'image.size': 16, 'data.maxObjects': 1, 'data.jitter': 0,
  'autoencoder.kind': kind, 'autoencoder.downsample': 4, 'autoencoder.latentChannels': 3, 'autoencoder.width': 4, 'autoencoder.codebook': 8,
  'train.steps': 7, 'train.batch': 2, 'train.warmup': 2, 'train.evalEvery': 4, 'train.evalBatches': 1, 'train.sampleEvery': 5, 'train.checkpointEvery': 3,
  'sample.count': 2, 'engine.threads': 1, ...changes,
})
