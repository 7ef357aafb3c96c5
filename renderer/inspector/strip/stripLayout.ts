import type { InspectedPosition } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'

/** A rectangle of the strip, in CSS pixels. */
export interface Box {
  x: number
  y: number
  width: number
  height: number
}

export interface StripLayout {
  /** One for each position. */
  boxes: readonly Box[]
  /** Where documents begin: their number and the top of their first line. */
  documents: readonly { document: number; y: number }[]
  height: number
}

export interface StripMeasures {
  width: number
  /** Width of one character and height of a line of text. */
  character: number
  line: number
  /** Side of a patch. */
  patch: number
}

/** Width of a character and height of a line in the strip's type, in CSS pixels. */
const type = { character: 7.9, line: 22 }

/** The measures of a strip of some width. A patch is large enough to read and to point at, and no image is the whole strip. */
export const stripMeasures = ({ images }: Sequence, width: number): StripMeasures => {
  const across = Math.max(1, ...images.map(({ cols }) => cols))
  return { ...type, width, patch: Math.max(3, Math.min(28, Math.floor(Math.min(width - 20, 176) / across))) }
}

const gap = 6
const betweenDocuments = 14

/** What is drawn for a position of text: a layout that is made up has no letters. */
export const stripText = ({ text }: InspectedPosition): string => (text === '\n' ? '⏎' : text === '' ? '·' : text)

const widthOf = (position: InspectedPosition, character: number): number => {
  const { length } = [...stripText(position)]
  return length === 1 ? character : length * character * 0.86 + 8
}

/** Text flows as text, an image stands in it as a block of its patches, a document begins on a new line. */
export const stripLayout = (sequence: Sequence, { width, character, line, patch }: StripMeasures): StripLayout => {
  const boxes: Box[] = []
  const documents: { document: number; y: number }[] = []
  let x = 0, y = 0, tallest = line, lineStart = 0

  const endLine = (): void => {
    // What stands in a line stands in the middle of it.
    for (; lineStart < boxes.length; lineStart++) boxes[lineStart]!.y += Math.round((tallest - blockHeight(lineStart)) / 2)
    x = 0
    y += tallest + 2
    tallest = line
  }
  const blockHeight = (at: number): number => {
    const { image } = sequence.positions[at]!
    return image === null ? line : sequence.images[image]!.rows * patch
  }
  const place = (wide: number, tall: number): void => {
    if (x > 0 && x + wide > width) endLine()
    tallest = Math.max(tallest, tall)
  }

  const isBlank = (at: number): boolean => sequence.positions[at]!.text === ' '
  const startsWord = (at: number, start: number): boolean => at === start || isBlank(at - 1)
  /** A word stays on one line where it fits on one. */
  const wordWidth = (at: number, end: number): number => {
    let wide = 0
    for (let i = at; i < end && (i === at || !isBlank(i)); i++) wide += widthOf(sequence.positions[i]!, character)
    return wide <= width ? wide : widthOf(sequence.positions[at]!, character)
  }

  for (const { start, end, image, document } of sequence.segments) {
    if (documents.at(-1)?.document !== document) {
      if (boxes.length > 0) {
        endLine()
        y += betweenDocuments
      }
      documents.push({ document, y })
    }
    if (image === null) {
      for (let at = start; at < end; at++) {
        const wide = widthOf(sequence.positions[at]!, character)
        place(startsWord(at, start) ? wordWidth(at, end) : wide, line)
        boxes.push({ x, y, width: wide, height: line })
        x += wide
      }
      continue
    }
    const { rows, cols } = sequence.images[image]!
    if (x > 0) x += gap
    place(cols * patch, rows * patch)
    for (let i = 0; i < rows * cols; i++) boxes.push({ x: x + (i % cols) * patch, y: y + Math.floor(i / cols) * patch, width: patch, height: patch })
    x += cols * patch + gap
  }
  endLine()
  return { boxes, documents, height: Math.max(line, y - 2) }
}

/** The position at a point of the strip, or null. */
export const stripPositionAt = ({ boxes }: StripLayout, x: number, y: number): number | null => {
  const at = boxes.findIndex((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height)
  return at < 0 ? null : at
}
