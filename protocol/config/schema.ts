import { z } from 'zod'
import { choice } from './field.ts'
import { autoencoderSchema } from './autoencoder.ts'
import { dataSchema } from './data.ts'
import {
  diffusionSchema, engineSchema, imageSchema, lossSchema, modelSchema, patchSchema, sampleSchema, trainSchema,
} from './groups.ts'
import { maskSchema } from './mask.ts'
import { wavesSchema } from './waves.ts'

/** One training run, whole. The only definition: types, validation, completion, forms and docs are derived from it. */
export const runConfigSchema = z.strictObject({
  task: choice('transfusion', ['transfusion', 'autoencoder'], 'what is trained: the transformer, or an autoencoder that later runs take latents or tokens from'),
  baseline: choice('none', ['none', 'textOnly', 'imageOnly', 'chameleon'], 'none (Transfusion), the text of the documents alone, their images alone, or Chameleon: images as VQ tokens, language-model loss throughout'),
  data: dataSchema.prefault({}),
  image: imageSchema.prefault({}),
  waves: wavesSchema.prefault({}),
  model: modelSchema.prefault({}),
  autoencoder: autoencoderSchema.prefault({}),
  patch: patchSchema.prefault({}),
  mask: maskSchema,
  loss: lossSchema.prefault({}),
  diffusion: diffusionSchema.prefault({}),
  train: trainSchema.prefault({}),
  sample: sampleSchema.prefault({}),
  engine: engineSchema.prefault({}),
})

export type RunConfig = z.output<typeof runConfigSchema>
/** What a user writes: any part of a config. */
export type RunConfigInput = z.input<typeof runConfigSchema>
