import type { InspectedPosition } from './inspection.ts'

/** A position in words: `patch (2,3) of image 1`, `position 12 ("r")`. Rows, columns and images count from 1, positions from 0. */
export const placeName = ({ positions }: { positions: readonly InspectedPosition[] }, at: number): string => {
  const { image, row, col, text } = positions[at]!
  if (image !== null) return `patch (${row + 1},${col + 1}) of image ${image + 1}`
  return `position ${at}${text === '' ? '' : ` ("${text === '\n' ? '⏎' : text}")`}`
}
