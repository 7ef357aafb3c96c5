import { InputError } from '../../protocol/errors.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import { paddingPosition, patchPosition, textPosition, type InspectedImage, type InspectedPosition, type InspectedSequence, type RotaryPlaces } from '../../protocol/inspection/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import type { Dataset } from '../data/document.ts'
import { heldOutSeed } from '../data/heldOutSeed.ts'
import { none, patchesOf, type LaidItem } from '../data/laidDocument.ts'
import { layOut } from '../data/layout.ts'
import { pack, type PackedSequence } from '../data/packing.ts'
import { encodePng } from '../data/png.ts'
import { curvePicture } from '../data/waves/curve.ts'
import { rotaryPlaces } from '../data/rotaryPlaces.ts'
import { specials, waveSpecials } from '../data/tokenizer.ts'
import { maskPositions } from '../../masks/inspection/sequence.ts'

/** The config under which held-out documents are laid out: the same for all runs on a dataset. */
export const heldOutConfig = (config: RunConfig): RunConfig =>
  ({ ...config, train: { ...config.train, seed: heldOutSeed }, data: { ...config.data, captionDropout: 0 } })

/**
 * Held-out sequences `first` … `first + count − 1`, packed as in training and in the held-out evaluation.
 * @throws InputError when the dataset has no documents to show
 */
export const heldOutSequences = (config: RunConfig, dataset: Dataset, first: number, count: number): PackedSequence[] => {
  if (dataset.size('heldOut') === 0) throw new InputError(`The dataset ${dataset.name} has no held-out documents; raise data.heldOut.`)
  const frozen = heldOutConfig(config)
  const { length, most } = trainingShape(config)
  return pack((index) => layOut(dataset.document('heldOut', index), index, frozen, length), 0, first + count, length, most).sequences.slice(first)
}

/** A packed sequence as it is shown: its tokens as text, its images as pictures, its waves as their curves, one patch beside the other. @param noise t / T of its images */
export const inspectedSequence = async (packed: PackedSequence, config: RunConfig, noise: number, title: string): Promise<InspectedSequence> => {
  const { sequenceLength: length, crossDocument } = config.data
  const positions: InspectedPosition[] = [], images: InspectedImage[] = []
  for (const [document, laid] of packed.entries()) {
    const start = positions.length
    for (const token of laid.tokens) positions.push(textPosition(tokenText(token), document))
    for (const item of laid.items) {
      const own = item.condition ? 0 : noise
      for (let patch = 0; patch < patchesOf(item); patch++) positions[start + item.at + patch] = patchPosition(images.length, Math.floor(patch / item.cols), patch % item.cols, document, own)
      images.push(await inspectedItem(item, start + item.at, document, own))
    }
  }
  const used = positions.length
  while (positions.length < length) positions.push(paddingPosition())
  const sequence = { title, length, used, positions, images, crossDocument }
  return { ...sequence, ...rotaryOf(sequence, config) }
}

const inspectedItem = async (item: LaidItem, start: number, document: number, noise: number): Promise<InspectedImage> => {
  const { rows, cols } = item
  const picture = item.modality === 'image' ? item.picture! : curvePicture(item.wave!.samples, curveSize)
  const png = `data:image/png;base64,${(await encodePng(picture)).toString('base64')}`
  return { ...(item.modality === 'wave' ? { modality: 'wave' as const } : {}), start, rows, cols, document, noise, png, width: picture.width, height: picture.height }
}

/** Pixels of a wave's curve. */
const curveSize = { width: 512, height: 64 }

const tokenText = (token: number): string => {
  if (token === none) return ''
  if (token === specials.endOfText) return '⟨eot⟩'
  if (token === specials.beginImage) return '⟨BOI⟩'
  if (token === specials.endImage) return '⟨EOI⟩'
  if (token === waveSpecials.beginWave) return '⟨BOW⟩'
  if (token === waveSpecials.endWave) return '⟨EOW⟩'
  return token >= 0x20 && token < 0x7f ? String.fromCharCode(token) : `\\x${token.toString(16).toUpperCase().padStart(2, '0')}`
}

/** Left out where a position's rotary place is its index. */
const rotaryOf = (sequence: InspectedSequence, { model: { rope } }: RunConfig): { rotary?: RotaryPlaces } => {
  if (rope === 'sequence') return {}
  const places = rotaryPlaces(maskPositions(sequence), rope)
  return { rotary: { rope, rows: places.map(({ row }) => row), cols: places.map(({ col }) => col) } }
}
