import { patchesPerImage } from '../../protocol/config/index.ts'
import { patchVector } from '../model/parameters.ts'
import type { Random } from '../random/stream.ts'
import { denoise } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addPatches, withoutText } from './reading/passage.ts'
import { Reader } from './reading/reader.ts'
import { breathe, type SpeakOptions } from './speakOptions.ts'

/**
 * Puts an image at the end of passages: noise, denoised in place (§3, "Inference"), each step computing the image's own
 * elements against what is kept of the passage. The unconditional branch of guidance sees the passage without its text.
 * @param randoms the generator of each image
 */
export const drawPatches = async (model: InferenceModel, reader: Reader, rows: readonly number[], randoms: readonly Random[], options: SpeakOptions): Promise<void> => {
  const { config } = model
  // A model of images alone has nothing to be guided by.
  const guidance = config.baseline === 'imageOnly' ? 1 : options.guidance
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(patchesPerImage(config) * patchVector(config))))
  const passages = rows.map((row) => reader.passages[row]!)
  passages.forEach((passage, i) => addPatches(passage, noisy[i]!, 1, config))
  const free = guidance === 1 ? [] : passages.map(withoutText)
  const room = Math.max(0, ...free.map(({ items }) => items.at(-1)!.at))
  const alone = new Reader(model, free, { room, cache: options.cache ?? true })
  const images = [...passages, ...free].map(({ items }) => items.at(-1)!)
  const setTime = (time: number): void => images.forEach((image) => (image.time = time))
  const onStep = (done: number): void => options.onStep?.(rows, done, options.steps)
  await denoise({ noisy, randoms, config, options: { ...options, guidance }, onStep }, async (time) => {
    await breathe(options)
    setTime(time)
    const given = await reader.predictions(rows)
    const without = free.length > 0 ? await alone.predictions() : given
    return (branch) => (branch < rows.length ? given(rows[branch]!) : without(branch - rows.length))
  })
  setTime(0)
}
