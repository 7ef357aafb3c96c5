import { z } from 'zod'
import { choice } from './field.ts'
import { dataSchema } from './data.ts'
import {
  diffusionSchema, engineSchema, imageSchema, lossSchema, maskNames, modelSchema, patchSchema, sampleSchema, trainSchema,
} from './groups.ts'

/** One training run, whole. The only definition: types, validation, completion, forms and docs are derived from it. */
export const runConfigSchema = z.strictObject({
  data: dataSchema.prefault({}),
  image: imageSchema.prefault({}),
  model: modelSchema.prefault({}),
  patch: patchSchema.prefault({}),
  mask: choice('transfusion', maskNames, 'who attends to whom: causal text with bidirectional images (paper), causal throughout, or everyone to everyone'),
  loss: lossSchema.prefault({}),
  diffusion: diffusionSchema.prefault({}),
  train: trainSchema.prefault({}),
  sample: sampleSchema.prefault({}),
  engine: engineSchema.prefault({}),
})

export type RunConfig = z.output<typeof runConfigSchema>
/** What a user writes: any part of a config. */
export type RunConfigInput = z.input<typeof runConfigSchema>
export type MaskName = RunConfig['mask']
