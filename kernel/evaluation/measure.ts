import { hasImages, hasImageTokens, hasWaves, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { pictureMeasurements, type MeasurementName, type MeasureRequest } from '../../protocol/measurements.ts'
import { openDataset } from '../data/open.ts'
import type { InferenceModel } from '../generation/inferenceModel.ts'
import { exactMatch } from './captionMatch.ts'
import { ciderD } from './cider.ts'
import { drawCaptions, DrawingBench, pairsOf, type CaptionDrawings } from './drawings.ts'
import { evaluateHeldOut, heldOutErrors } from './heldOut.ts'
import { heldOutCaptions } from './heldOutCaptions.ts'
import type { Measuring } from './measuring.ts'
import { measureClip, measureFid } from './networks/measureNetworks.ts'
import { promptGain } from './promptGain.ts'
import { measureSceneTasks } from './sceneTasks.ts'

type Measurement = (measuring: Measuring) => Promise<Record<string, number>>

/** Every measurement: a name, and numbers by metric key. */
const measurementOf: Record<MeasurementName, Measurement> = {
  async heldOut({ model, dataset, request }) {
    const numbers = await evaluateHeldOut(model, dataset, batchesOf(model, request))
    return Object.fromEntries(Object.entries(numbers).map(([key, value]) => [key.replace('eval.', 'measure.'), value]))
  },

  async raster({ model, dataset, request }) {
    refuseTokens(model, 'raster')
    const { image } = await heldOutErrors(model, dataset, batchesOf(model, request))
    const patches = image.byPatch(), digits = String(patches.length).length
    return Object.fromEntries(patches.map((value, i) => [`measure.raster.p${String(i + 1).padStart(digits, '0')}`, value]))
  },

  async promptGain({ model, dataset, request }) {
    refuseTokens(model, 'promptGain')
    pairsOf(dataset, 1)
    return promptGain(model, dataset, batchesOf(model, request))
  },

  async captions({ model, dataset, request, onShare }) {
    const { captions, texts } = await heldOutCaptions(model, dataset, request.count, { temperature: 0, seed: request.seed, onProgress: (done, total) => onShare(done / total) })
    const references = texts.map((text) => [text])
    return { 'measure.cider': ciderD(captions, references), 'measure.exactMatch': exactMatch(captions, references) }
  },

  async frechet({ model, dataset, request, onShare }) {
    const bench = new DrawingBench(model, dataset, request)
    const { frechet, texture } = await bench.draw({}, onShare)
    return { 'measure.frechet': frechet, 'measure.frechet.floor': bench.floor(), 'measure.texture': texture, 'measure.texture.floor': bench.textureFloor() }
  },

  fid: measureFid,

  clip: measureClip,

  scenes: measureSceneTasks,

  guidance: (measuring) => sweep(measuring, 'guidance', 'w', measuring.request.guidance),

  async steps(measuring) {
    refuseTokens(measuring.model, 'steps')
    return sweep(measuring, 'steps', 's', measuring.request.steps)
  },
}

/** @throws InputError where images are drawn as tokens, without diffusion */
const refuseTokens = ({ config }: InferenceModel, what: MeasurementName): void => {
  if (hasImageTokens(config)) throw new InputError(`Chameleon draws its image tokens without noise, so "${what}" cannot be measured; leave it out.`)
}

const refuseWithoutPictures = (config: RunConfig, what: readonly MeasurementName[]): void => {
  const refused = hasImages(config) ? undefined : what.find((name) => pictureMeasurements.has(name))
  if (refused === undefined) return
  throw new InputError(`"${refused}" is measured on pictures, and this run ${hasWaves(config) ? 'has sounds alone; leave it out, and "lab score" listens to what the run makes' : 'has none; leave it out'}.`)
}

const batchesOf = ({ config }: InferenceModel, { count }: MeasureRequest): number => Math.ceil(count / config.train.batch)

/** Drawings for each value of one sampling option, the same prompts and noise for all. */
const sweep = async ({ model, dataset, request, onShare }: Measuring, option: 'guidance' | 'steps', sign: string, values: readonly number[]): Promise<Record<string, number>> => {
  const bench = new DrawingBench(model, dataset, request)
  const numbers: Record<string, number> = {}
  for (const [i, value] of values.entries()) {
    const { frechet, right } = await bench.draw({ [option]: value }, (share) => onShare((i + share) / values.length))
    numbers[`measure.${option}.frechet.${sign}${value}`] = frechet
    if (right !== null) numbers[`measure.${option}.right.${sign}${value}`] = right
  }
  return numbers
}

/**
 * Measures a model, one measurement after another.
 * @param networks folder of the networks that the user brings
 * @returns numbers by metric key (see `metricInfos`)
 * @throws InputError where the run's data does not allow a measurement
 */
export const measure = async (model: InferenceModel, request: MeasureRequest, networks: string, onProgress: (done: number, total: number) => void): Promise<Record<string, number>> => {
  refuseWithoutPictures(model.config, request.what)
  const dataset = await openDataset(model.config)
  const numbers: Record<string, number> = {}
  const what = [...new Set(request.what)]
  let drawn: Promise<CaptionDrawings> | null = null
  for (const [i, name] of what.entries()) {
    const onShare = (share: number): void => onProgress(Math.round(100 * (i + share)), 100 * what.length)
    onShare(0)
    Object.assign(numbers, await measurementOf[name]({ model, dataset, request, networks, onShare, drawings: () => (drawn ??= drawCaptions(model, dataset, request, onShare)) }))
  }
  onProgress(1, 1)
  return numbers
}
