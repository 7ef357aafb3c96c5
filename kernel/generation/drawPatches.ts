import type { ModalityName } from '../../protocol/config/index.ts'
import { patchesOf } from '../data/laidDocument.ts'
import { modalitiesOf } from '../model/modalities.ts'
import type { Random } from '../random/stream.ts'
import { denoise } from './denoise.ts'
import { denoiseInGraph } from './denoising/denoiseInGraph.ts'
import type { InferenceModel } from './inferenceModel.ts'
import { addPatches, gridOf, withoutText, type Passage } from './reading/passage.ts'
import { Reader } from './reading/reader.ts'
import { shareOut } from './shareOut.ts'
import { breathe, type SpeakOptions } from './speakOptions.ts'

/**
 * Puts an item at the end of passages: noise, denoised in place (§3, "Inference"), each step computing the item's own
 * elements against what is kept of the passage. The unconditional branch of guidance sees the passage without its text.
 * Items need nothing of each other: where the model has lanes, each takes its share of them.
 * @param randoms the generator of each item
 */
export const drawPatches = async (model: InferenceModel, reader: Reader, rows: readonly number[], modality: ModalityName, randoms: readonly Random[], options: SpeakOptions): Promise<void> => {
  // One item alone is sooner done by all threads together.
  const lanes = Math.min(model.lanes, rows.length)
  const draw = (share: readonly number[], onStep: (done: number) => void, lane?: number): Promise<void> =>
    drawShare({ model, reader, modality, options, onStep, ...(lane === undefined ? {} : { lane }) }, share.map((i) => rows[i]!), share.map((i) => randoms[i]!))
  const onStep = (done: number): void => options.onStep?.(rows, done, options.steps)
  if (lanes < 2) await draw([...rows.keys()], onStep)
  else await shareOut(rows.length, lanes, onStep, draw)
}

interface Drawing {
  model: InferenceModel
  reader: Reader
  modality: ModalityName
  options: SpeakOptions
  onStep: (done: number) => void
  lane?: number
}

const drawShare = async (drawing: Drawing, rows: readonly number[], randoms: readonly Random[]): Promise<void> => {
  const { model, reader, modality, options, onStep } = drawing
  const { config } = model
  const { vector } = modalitiesOf(config).find(({ name }) => name === modality)!
  const n = patchesOf(gridOf(config, modality, options.size))
  // A model of images alone has nothing to be guided by.
  const guidance = config.baseline === 'imageOnly' ? 1 : options.guidance
  const noisy = randoms.map((random) => random.fillNormal(new Float32Array(n * vector)))
  const passages = rows.map((row) => reader.passages[row]!)
  passages.forEach((passage, i) => addPatches(passage, modality, noisy[i]!, 1, config, options.size))
  const free = guidance === 1 ? [] : passages.map(withoutText)
  const drawn = [...passages, ...free].map(({ items }) => items.at(-1)!)
  const setTime = (time: number): void => drawn.forEach((item) => (item.time = time))
  const denoising = { noisy, randoms, config, modality, options: { ...options, guidance }, onStep }
  const readers = readersOf(drawing, passages, free)
  rows.forEach((row, i) => readers[0].takeOver(i, reader, row))
  if (readers.every(({ keepsContext, readsNoise }) => keepsContext && !readsNoise)) await denoiseInGraph(denoising, model, readers, () => breathe(options))
  else {
    await denoise(denoising, async (time) => {
      await breathe(options)
      setTime(time)
      return predictionsOf(readers)
    })
  }
  setTime(0)
}

const readerOf = ({ model, options: { cache = true }, lane }: Drawing, shown: readonly Passage[]): Reader => {
  const items = shown.map(({ items }) => items.at(-1)!)
  const [room, computed] = [Math.max(0, ...items.map(({ at }) => at)), Math.max(0, ...items.map(patchesOf))]
  return new Reader(model, shown, { room, computed, cache, ...(lane === undefined ? {} : { lane }) })
}

/**
 * What reads both branches. In one pass, which keeps the cores busiest; but one each where their context is computed too, which without
 * its text is shorter, and on a lane, where a small node costs no more than its work: there no branch makes room for the other's context.
 */
const readersOf = (drawing: Drawing, passages: readonly Passage[], free: readonly Passage[]): readonly [Reader, ...Reader[]] => {
  const both = readerOf(drawing, [...passages, ...free])
  if (free.length === 0 || (drawing.lane === undefined && both.keepsContext)) return [both]
  return [readerOf(drawing, passages), readerOf(drawing, free)]
}

/** The predictions of both branches, the guided ones first. */
const predictionsOf = async (readers: readonly Reader[]): Promise<(branch: number) => Float32Array> => {
  const made: Float32Array[] = []
  for (const reader of readers) {
    const predicted = await reader.predictions()
    made.push(...reader.passages.map((_, row) => predicted(row)))
  }
  return (branch) => made[branch]!
}
