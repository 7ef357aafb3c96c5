import type { Sequence } from '../matrix/sequence.ts'

/**
 * A position in words, as the checks name it: `patch (2,3) of image 1`, `position 12 ("r")`. Rows, columns and images count
 * from 1, positions from 0.
 */
export const placeWords = ({ positions }: Sequence, at: number): string => {
  const { image, row, col, text } = positions[at]!
  if (image !== null) return `patch (${row + 1},${col + 1}) of image ${image + 1}`
  return `position ${at}${text === '' ? '' : ` ("${text === '\n' ? '⏎' : text}")`}`
}

/** `1 patch`, `4 patches`, `2,000 tokens`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** `a`, `a and b`, `a, b and c`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
