import { trainingShape } from './trainingShape.ts'
import type { DatasetDocument, DatasetPage, DatasetPart, DatasetRequest } from '../../protocol/datasetPage.ts'
import type { Dataset, Document, Segment } from './document.ts'
import { none } from './laidDocument.ts'
import { layOut } from './layout.ts'
import { openDataset, type OnProgress } from './open.ts'
import { encodePng } from './png.ts'
import { encode } from './tokenizer.ts'
import { isText } from './segments.ts'
import { curvePicture } from './waves/curve.ts'

/** Skipped files that are listed; the count has all. */
const mostProblems = 500

/** Some documents of the dataset that a config names, as the config lays them out. @throws InputError when it cannot be opened */
export const browseDataset = async ({ config, split, from, count }: DatasetRequest, onProgress: OnProgress): Promise<DatasetPage> => {
  const dataset = await openDataset(config, onProgress)
  const last = Math.min(from + count, dataset.size(split))
  const { length } = trainingShape(config)
  const documents: DatasetDocument[] = []
  for (let index = from; index < last; index++) documents.push(await shown(dataset.document(split, index), index, config, length))
  return {
    name: dataset.name, sha256: dataset.sha256, sizes: { train: sizeOf(dataset, 'train'), heldOut: sizeOf(dataset, 'heldOut') }, sequenceLength: length,
    documents, problems: dataset.problems.slice(0, mostProblems), problemCount: dataset.problems.length,
  }
}

const sizeOf = (dataset: Dataset, split: DatasetRequest['split']): number | null => {
  const size = dataset.size(split)
  return Number.isFinite(size) ? size : null
}

const shown = async (document: Document, index: number, config: DatasetRequest['config'], length: number): Promise<DatasetDocument> => {
  // Nothing is left out by chance: what is shown is the document, not one draw of it.
  const { tokens, items } = layOut(document, index, { ...config, data: { ...config.data, captionDropout: 0 } }, length)
  const patches = tokens.filter((token) => token === none).length
  const words = document.segments.filter(isText).reduce((sum, { text }) => sum + encode(text).length, 0)
  const around = 1 + 2 * new Set(items.map(({ number }) => number)).size
  const whole = config.baseline === 'imageOnly' || tokens.length - patches >= words + around
  return { index, parts: await Promise.all(document.segments.map(part)), tokens: tokens.length - patches, patches, cut: !whole }
}

const part = async (segment: Segment): Promise<DatasetPart> => {
  if (segment.modality === 'text') return { kind: 'text', text: segment.text }
  const picture = segment.modality === 'image' ? segment.picture : curvePicture(segment.wave.samples, { width: 384, height: 64 })
  return { kind: segment.modality, png: `data:image/png;base64,${(await encodePng(picture)).toString('base64')}`, width: picture.width, height: picture.height, given: segment.condition }
}
