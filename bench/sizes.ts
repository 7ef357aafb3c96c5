import { parseConfig, patchesPerImage, type RunConfig } from '../protocol/config/index.ts'
import { vocabularySize } from '../kernel/data/tokenizer.ts'
import { countParameters, hiddenWidth, patchVector } from '../kernel/model/parameters.ts'

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

/** S and M: half of every sequence is text, half is patches. U: the U-Net codec around a small transformer, one image a sequence. */
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
}

/** One line that says what is computed. */
export const describeSize = ({ name, config, documentsEach }: Size): string => {
  const { dim, layers, heads } = config.model
  return `${name}: dim ${dim}, layers ${layers}, heads ${heads}, SwiGLU ${hiddenWidth(config.model)}, T ${config.data.sequenceLength}, batch ${config.train.batch}, ` +
    `vocabulary ${vocabularySize}, ${config.patch.codec} codec, patch vector ${patchVector(config)}, ${documentsEach} × ${patchesPerImage(config)} patches a sequence, ` +
    `${(countParameters(config) / 1e6).toFixed(2)} M parameters`
}
