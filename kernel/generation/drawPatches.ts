import type { ModalityName } from '../../protocol/config/index.ts'
import { patchesOf } from '../data/laidDocument.ts'
import { modalitiesOf } from '../model/modalities.ts'
import type { Random } from '../random/stream.ts'
import { denoise } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addPatches, gridOf, withoutText } from './reading/passage.ts'
import { Reader } from './reading/reader.ts'
import { breathe, type SpeakOptions } from './speakOptions.ts'

/**
 * Puts an item at the end of passages: noise, denoised in place (§3, "Inference"), each step computing the item's own
 * elements against what is kept of the passage. The unconditional branch of guidance sees the passage without its text.
 * @param randoms the generator of each item
 */
export const drawPatches = async (model: InferenceModel, reader: Reader, rows: readonly number[], modality: ModalityName, randoms: readonly Random[], options: SpeakOptions): Promise<void> => {
  const { config } = model
  const { vector } = modalitiesOf(config).find(({ name }) => name === modality)!
  const n = patchesOf(gridOf(config, modality, options.size))
  // A model of images alone has nothing to be guided by.
  const guidance = config.baseline === 'imageOnly' ? 1 : options.guidance
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(n * vector)))
  const passages = rows.map((row) => reader.passages[row]!)
  passages.forEach((passage, i) => addPatches(passage, modality, noisy[i]!, 1, config, options.size))
  const free = guidance === 1 ? [] : passages.map(withoutText)
  const room = Math.max(0, ...free.map(({ items }) => items.at(-1)!.at))
  const alone = new Reader(model, free, { room, cache: options.cache ?? true })
  const drawn = [...passages, ...free].map(({ items }) => items.at(-1)!)
  const setTime = (time: number): void => drawn.forEach((item) => (item.time = time))
  const onStep = (done: number): void => options.onStep?.(rows, done, options.steps)
  await denoise({ noisy, randoms, config, modality, options: { ...options, guidance }, onStep }, async (time) => {
    await breathe(options)
    setTime(time)
    const given = await reader.predictions(rows)
    const without = free.length > 0 ? await alone.predictions() : given
    return (branch) => (branch < rows.length ? given(rows[branch]!) : without(branch - rows.length))
  })
  setTime(0)
}
