import { parseConfig, patchesPerImage, type RunConfig } from '../protocol/config/index.ts'
import { vocabularySize } from '../kernel/data/tokenizer.ts'
import { countParameters, hiddenWidth } from '../kernel/model/parameters.ts'
import { patchVector } from '../kernel/model/patchVector.ts'

export interface Size {
  name: string
  config: RunConfig
  /** Documents (one caption, one image) in each sequence. */
  documentsEach: number
  /** Timed steps in one round. */
  stepsEach: number
}

/** Whatever the reference computes is said here: a default of the config that changes must not change the benchmark. */
const common = {
  'model.tiedEmbeddings': true, 'model.qkNorm': false, 'model.patchPositions': 'none', 'model.mlpHidden': 0, 'patch.size': 4,
  'diffusion.prediction': 'epsilon', 'diffusion.schedule': 'cosine', 'diffusion.timeEmbedding': 'patch',
  'loss.lambda': 5, 'loss.textWeight': 1, 'data.captionFirst': 1, 'data.captionDropout': 0,
  'train.optimizer': 'adamw', 'train.lr': 3e-4, 'train.clip': 1, 'train.ema': 0,
} as const

/** A KL-VAE alone: pictures in, pictures out. */
const autoencoder = {
  task: 'autoencoder', 'image.size': 64, 'autoencoder.kind': 'vae', 'autoencoder.downsample': 4, 'autoencoder.latentChannels': 8, 'autoencoder.width': 32, 'autoencoder.blocks': 1,
  'train.optimizer': 'adamw', 'train.lr': 3e-4, 'train.clip': 1, 'train.ema': 0, 'train.batch': 8,
} as const

/** S and M: half of every sequence is text, half is patches. U: the U-Net codec around a small transformer, one image a sequence. V: a step of the KL-VAE. */
export const sizes: Readonly<Record<string, Size>> = {
  S: {
    name: 'S', documentsEach: 2, stepsEach: 16,
    config: parseConfig({ ...common, 'model.dim': 128, 'model.layers': 4, 'model.heads': 4, 'image.size': 32, 'data.sequenceLength': 256, 'train.batch': 8 }),
  },
  M: {
    name: 'M', documentsEach: 1, stepsEach: 4,
    config: parseConfig({ ...common, 'model.dim': 384, 'model.layers': 6, 'model.heads': 6, 'image.size': 64, 'data.sequenceLength': 512, 'train.batch': 4 }),
  },
  U: {
    name: 'U', documentsEach: 1, stepsEach: 8,
    config: parseConfig({ ...common, 'patch.size': 8, 'patch.codec': 'unet', 'patch.unetChannels': 32, 'model.dim': 128, 'model.layers': 4, 'model.heads': 4, 'image.size': 32, 'data.sequenceLength': 64, 'train.batch': 16 }),
  },
  V: { name: 'V', documentsEach: 1, stepsEach: 8, config: parseConfig(autoencoder) },
}

/** One line that says what is computed. */
export const describeSize = ({ name, config, documentsEach }: Size): string => {
  const millions = `${(countParameters(config) / 1e6).toFixed(2)} M parameters`
  if (config.task === 'autoencoder') {
    const { downsample, latentChannels, width, blocks } = config.autoencoder
    return `${name}: KL-VAE, ${config.image.size} px, ${downsample} × smaller, ${latentChannels} latent channels, width ${width}, ${blocks} block a resolution, batch ${config.train.batch}, ${millions}`
  }
  const { dim, layers, heads } = config.model
  return `${name}: dim ${dim}, layers ${layers}, heads ${heads}, SwiGLU ${hiddenWidth(config.model)}, T ${config.data.sequenceLength}, batch ${config.train.batch}, ` +
    `vocabulary ${vocabularySize}, ${config.patch.codec} codec, patch vector ${patchVector(config)}, ${documentsEach} × ${patchesPerImage(config)} patches a sequence, ${millions}`
}
