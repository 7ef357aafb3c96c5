import { imageSizes, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Dataset } from './document.ts'
import { openFolder } from './folder/dataset.ts'
import { mixDatasets } from './mix.ts'
import type { MixPart } from './mix.ts'
import { openShapes } from './shapes/dataset.ts'
import { openText } from './text/dataset.ts'
import { openWavFolder } from './wavFolder/dataset.ts'
import { openWaves } from './waves/dataset.ts'

/** Told how far opening has come, in files. */
export type OnProgress = (done: number, total: number) => void

type Source = Pick<RunConfig['data'], 'path' | 'maxObjects' | 'positions' | 'jitter' | 'edits' | 'stories'>
type SourceName = RunConfig['data']['parts'][number]['name']

/** How to open a dataset: its own options, the run's config, and the config field that its options stand in. */
type Opener = (source: Source, config: RunConfig, field: string, onProgress: OnProgress) => Promise<Dataset>

function pathOf(source: Source, field: string, wanted: string): string {
  if (source.path === '') throw new InputError(`${field}.path is empty; set it to ${wanted}.`)
  return source.path
}

/** Every dataset that a config can name, mixes apart. */
const openers: Record<SourceName, Opener> = {
  shapes: async ({ maxObjects, positions, jitter, edits, stories }, { data, image, train }) =>
    openShapes({ maxObjects, positions, jitter, edits, stories, heldOut: data.heldOut }, image.size, train.seed),
  folder: (source, { data, image, train }, field, onProgress) =>
    openFolder(pathOf(source, field, 'a folder of captioned pictures'), { sizes: imageSizes({ image }), heldOut: data.heldOut, seed: train.seed, edits: source.edits > 0 }, onProgress),
  waves: async ({ jitter }, { data, waves, train }) => openWaves({ samples: waves.samples, rate: waves.rate, jitter, heldOut: data.heldOut }, train.seed),
  wavFolder: (source, { data, waves, train }, field, onProgress) =>
    openWavFolder(pathOf(source, field, 'a folder of captioned WAV files'), { samples: waves.samples, rate: waves.rate, heldOut: data.heldOut, seed: train.seed }, onProgress),
  text: (source, { data, train }, field, onProgress) =>
    openText(pathOf(source, field, 'a text or JSONL file or a folder of them'), { heldOut: data.heldOut, seed: train.seed }, onProgress),
}

/** Opens the dataset that a run's config names: all that training calls. */
export async function openDataset(config: RunConfig, onProgress: OnProgress = () => {}): Promise<Dataset> {
  const { data, train } = config
  if (data.name !== 'mix') return openers[data.name](data, config, 'data', onProgress)
  if (data.parts.length === 0) throw new InputError('data.parts is empty, so there is nothing to mix; list at least one dataset with its weight.')
  const parts: MixPart[] = []
  for (const [i, part] of data.parts.entries()) {
    parts.push({ weight: part.weight, dataset: await openers[part.name](part, config, `data.parts[${i}]`, onProgress) })
  }
  return mixDatasets(parts, train.seed)
}
