import { pictureToPatches } from '../../kernel/data/pixels.ts'
import { encode, specials } from '../../kernel/data/tokenizer.ts'
import { createSchedule } from '../../kernel/diffusion/schedule.ts'
import { samplingTimes } from '../../kernel/diffusion/timesteps.ts'
import { elements, type HostTensors } from '../../kernel/engine/engine.ts'
import { initialParameters } from '../../kernel/model/parameters.ts'
import { patchVector } from '../../kernel/model/patchVector.ts'
import { Random } from '../../kernel/random/stream.ts'
import { parseConfig, patchesPerImage } from '../../protocol/config/index.ts'
import { withoutZeros } from '../problem.ts'

/** Drawn and captioned together. */
export const batch = 16
/** Bytes written after each picture. */
export const written = 48
export const seed = 1

/** The first notebook's model, before training. */
export const config = parseConfig({ preset: 'nano', sample: { guidance: 3, sampler: 'ddim' } })
const n = patchesPerImage(config), vector = patchVector(config)

export const parameters = withoutZeros(initialParameters(config), config.train.seed)

/** As long as captions of the shapes dataset are; all alike, so that no side pads. */
export const prompts = Array.from({ length: batch }, (_, i) => `a large red ring number ${String(i).padStart(2, '0')}`)

export const pictures = Array.from({ length: batch }, (_, index) => {
  const random = new Random({ seed, stream: 'content', step: index })
  const { size } = config.image
  return { width: size, height: size, pixels: Uint8Array.from({ length: size * size * 3 }, () => random.integer(256)) }
})

/** What the reference is given beside the parameters; the noise is what `drawItems` starts from. */
export const inputs = (): HostTensors => {
  const tokens = (rows: number[][]) => ({ dtype: 'int32' as const, shape: [rows.length, rows[0]!.length], data: Int32Array.from(rows.flat()) })
  const images = (values: Float32Array[]) => ({ dtype: 'float32' as const, shape: [batch, n, vector], data: Float32Array.from(values.flatMap((one) => [...one])) })
  const each = (row: number[]): number[][] => Array.from({ length: batch }, () => row)
  return {
    prompts: tokens(prompts.map((prompt) => [specials.endOfText, ...encode(prompt), specials.beginImage])),
    begin: tokens(each([specials.endOfText, specials.beginImage])),
    end: tokens(each([specials.endImage])),
    noise: images(prompts.map((_, step) => new Random({ seed, stream: 'sampling', step }).fillNormal(new Float32Array(elements([n, vector]))))),
    images: images(pictures.map((picture) => pictureToPatches(picture, config.patch.size))),
  }
}

/** DDIM as numbers: t / T and the weights of x_t and x̂_0 in x_s, see `samplers.ts`. */
export const ddimSteps = (steps: number): number[][] => {
  const schedule = createSchedule(config.diffusion)
  const times = samplingTimes(config.diffusion.timesteps, steps, config.sample.tShift)
  return times.slice(0, -1).map((t, i) => {
    const now = schedule(t), next = schedule(times[i + 1]!)
    const ofX = next.noise / now.noise
    return [t / config.diffusion.timesteps, ofX, next.signal - ofX * now.signal]
  })
}
