import type { InspectedPosition, InspectedSequence, Inspection } from './inspection.ts'

/** Text of one document, without a gap. */
interface TextStretch {
  start: number
  document: number
  /** `InspectedPosition.text` of each. */
  texts: string[]
}

/**
 * A sequence as it goes over a wire: its text and its images. The patches and the padding follow from these, and 4,096
 * positions as objects would be half a megabyte that is written, read and walked through before anything can be drawn.
 */
export interface PackedSequence extends Omit<InspectedSequence, 'positions'> {
  text: TextStretch[]
}

export interface PackedInspection extends Omit<Inspection, 'sequence'> {
  sequence: PackedSequence
}

export const packInspection = ({ sequence, ...rest }: Inspection): PackedInspection => ({ ...rest, sequence: packSequence(sequence) })
export const unpackInspection = ({ sequence, ...rest }: PackedInspection): Inspection => ({ ...rest, sequence: unpackSequence(sequence) })

export const packSequence = ({ positions, ...rest }: InspectedSequence): PackedSequence => {
  const text: TextStretch[] = []
  for (let at = 0; at < rest.used; at++) {
    const { image, document, text: own } = positions[at]!
    if (image !== null) continue
    const last = text.at(-1)
    if (last && last.document === document && last.start + last.texts.length === at) last.texts.push(own)
    else text.push({ start: at, document, texts: [own] })
  }
  return { ...rest, text }
}

export const unpackSequence = ({ text, ...rest }: PackedSequence): InspectedSequence => {
  const positions: InspectedPosition[] = Array.from({ length: rest.length }, paddingPosition)
  for (const { start, document, texts } of text) texts.forEach((own, i) => (positions[start + i] = textPosition(own, document)))
  rest.images.forEach(({ start, rows, cols, document, noise }, image) => {
    for (let patch = 0; patch < rows * cols; patch++) positions[start + patch] = patchPosition(image, Math.floor(patch / cols), patch % cols, document, noise)
  })
  return { ...rest, positions }
}

/** The special tokens, by the text that stands for them. */
const specialTexts: Readonly<Record<string, InspectedPosition['special']>> = {
  '⟨eot⟩': 'endOfText', '⟨BOI⟩': 'beginImage', '⟨EOI⟩': 'endImage', '⟨BOW⟩': 'beginImage', '⟨EOW⟩': 'endImage',
}

/** The position of one token of text, a special one by its text. */
export const textPosition = (text: string, document: number): InspectedPosition =>
  ({ modality: 'text', text, special: specialTexts[text] ?? null, image: null, row: 0, col: 0, document, noise: 0 })

/** The position of one patch. */
export const patchPosition = (image: number, row: number, col: number, document: number, noise: number): InspectedPosition =>
  ({ modality: 'image', text: '', special: null, image, row, col, document, noise })

export const paddingPosition = (): InspectedPosition =>
  ({ modality: 'padding', text: '', special: null, image: null, row: 0, col: 0, document: -1, noise: 0 })
