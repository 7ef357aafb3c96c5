import type { Sequence } from '../matrix/sequence.ts'

/** A character as it can be read: blanks and ends of line would vanish. */
const shown = (text: string): string => (text === ' ' ? 'a space' : text === '\n' ? 'an end of line' : `“${text}”`)

/** A position in words: `patch (2,3) of image 1`, `“r”, token 5`, `⟨BOI⟩ of image 1`. Rows, columns, images count from 1. */
export const placeWords = ({ positions, images }: Sequence, at: number): string => {
  const { image, row, col, special, text } = positions[at]!
  if (image !== null) return `patch (${row + 1},${col + 1}) of image ${image + 1}`
  const edge = special === 'beginImage' ? images.findIndex(({ start }) => start === at + 1) : special === 'endImage' ? images.findLastIndex(({ start }) => start < at) : -1
  if (edge >= 0) return `${text} of image ${edge + 1}`
  if (text === '') return `token ${at}`
  return special !== null ? `${text}, token ${at}` : `${shown(text)}, token ${at}`
}

/** `1 patch`, `4 patches`, `2,000 tokens`. */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`

/** `a`, `a and b`, `a, b and c`. */
export const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`
