import type { InspectedSequence } from '../../protocol/inspection/index.ts'
import type { Position } from '../index.ts'

/** The positions of an inspected sequence as masks see them. */
export const maskPositions = ({ positions, images }: InspectedSequence): Position[] => {
  let document = -1, start = 0
  return positions.map((position, index) => {
    if (position.document !== document) [document, start] = [position.document, index]
    const padding = position.document === -1
    return {
      index, modality: position.modality === 'image' ? (images[position.image!]?.modality ?? 'image') : 'text', image: position.image, row: position.row, col: position.col,
      document: position.document, offset: padding ? 0 : index - start, noise: position.noise,
    }
  })
}
