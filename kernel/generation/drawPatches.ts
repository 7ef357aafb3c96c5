import type { ModalityName } from '../../protocol/config/index.ts'
import { patchesOf } from '../data/laidDocument.ts'
import { modalitiesOf } from '../model/modalities.ts'
import type { Random } from '../random/stream.ts'
import { denoise } from './denoise.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addPatches, gridOf, withoutText, type Passage } from './reading/passage.ts'
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
  const predict = branchesOf(model, reader, rows, passages, free, options.cache ?? true)
  const drawn = [...passages, ...free].map(({ items }) => items.at(-1)!)
  const setTime = (time: number): void => drawn.forEach((item) => (item.time = time))
  const onStep = (done: number): void => options.onStep?.(rows, done, options.steps)
  await denoise({ noisy, randoms, config, modality, options: { ...options, guidance }, onStep }, async (time) => {
    await breathe(options)
    setTime(time)
    return predict()
  })
  setTime(0)
}

/**
 * The predictions of both branches, the guided ones first. Where only the items themselves are computed, both go through the model
 * in one pass; where their context is computed too, which without its text is shorter, in one each.
 */
const branchesOf = (model: InferenceModel, reader: Reader, rows: readonly number[], passages: readonly Passage[], free: readonly Passage[], cache: boolean): (() => Promise<(branch: number) => Float32Array>) => {
  const all = [...passages, ...free]
  const readerOf = (shown: readonly Passage[]): Reader => new Reader(model, shown, { cache, room: Math.max(0, ...shown.map(({ items }) => items.at(-1)!.at)) })
  const both = readerOf(all)
  rows.forEach((row, i) => both.takeOver(i, reader, row))
  if (both.keepsContext || free.length === 0) return () => both.predictions()
  const given = readerOf(passages), alone = readerOf(free)
  return async () => {
    const [ofGiven, ofFree] = [await given.predictions(), await alone.predictions()]
    return (branch) => (branch < rows.length ? ofGiven(branch) : ofFree(branch - rows.length))
  }
}
