import { z } from 'zod'
import { integer, number } from './field.ts'

/** Waves: one-dimensional signals, the continuous modality beside images. */
export const wavesSchema = z.strictObject({
  samples: integer(1024, 16, 65536, 'length of a wave', 'samples'),
  rate: integer(8000, 1000, 192_000, 'samples in a second of a wave', 'Hz'),
  patch: integer(64, 1, 4096, 'samples that become one patch; must divide waves.samples', 'samples'),
  lossWeight: number(5, 0, 1000, 'weight λ of the diffusion loss of waves, as loss.lambda is that of images'),
})
