import type { InspectedImage, InspectedPosition, InspectedSequence } from '../../../protocol/inspection/index.ts'
import { sequenceOf, type Sequence } from './sequence.ts'

/** Sequences for tests: `t3` is three characters, `i2` an image of 2 × 2 patches, `|` begins a new document, `p2` is padding. */
export const inspectedSequence = (layout: string): InspectedSequence => {
  const positions: InspectedPosition[] = []
  const images: InspectedImage[] = []
  let document = 0
  const text: InspectedPosition = { modality: 'text', text: '', special: null, image: null, row: 0, col: 0, document: 0, noise: 0 }
  for (const part of layout.split(' ')) {
    const size = Number(part.slice(1))
    if (part === '|') document++
    else if (part.startsWith('t')) for (let i = 0; i < size; i++) positions.push({ ...text, text: String.fromCharCode(97 + (positions.length % 26)), document })
    else if (part.startsWith('p')) for (let i = 0; i < size; i++) positions.push({ ...text, modality: 'padding', document: -1 })
    else {
      images.push({ start: positions.length, rows: size, cols: size, document, noise: 0.5, png: null, width: 8 * size, height: 8 * size })
      for (let i = 0; i < size * size; i++) positions.push({ ...text, modality: 'image', image: images.length - 1, row: Math.floor(i / size), col: i % size, document, noise: 0.5 })
    }
  }
  return { title: layout, length: positions.length, used: positions.filter(({ document: of }) => of >= 0).length, positions, images, crossDocument: true }
}

export const testSequence = (layout: string): Sequence => sequenceOf(inspectedSequence(layout))

export const causal = (query: number, key: number): boolean => key <= query

/** The mask of the paper on a sequence. */
export const transfusion = ({ positions }: Sequence) => (query: number, key: number): boolean =>
  key <= query || (positions[query]!.image !== null && positions[query]!.image === positions[key]!.image)
