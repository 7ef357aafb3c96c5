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

/** A position in words: `position 12 ("r")`, `patch (2,3) of image 1`. Images, rows and columns are counted from 1, positions from 0. */
export const placeName = ({ positions }: InspectedSequence, at: number): string => {
  const { modality, text, image, row, col } = positions[at]!
  if (modality === 'image') return `patch (${row + 1},${col + 1}) of image ${image! + 1}`
  return `position ${at}${text ? ` ("${text}")` : ''}`
}
