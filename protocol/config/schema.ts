import { z } from 'zod'
import { dataSchema } from './data.ts'
import {
  diffusionSchema, engineSchema, imageSchema, lossSchema, modelSchema, patchSchema, sampleSchema, trainSchema,
} from './groups.ts'
import { maskSchema } from './mask.ts'

/** One training run, whole. The only definition: types, validation, completion, forms and docs are derived from it. */
export const runConfigSchema = z.strictObject({
  data: dataSchema.prefault({}),
  image: imageSchema.prefault({}),
  model: modelSchema.prefault({}),
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
