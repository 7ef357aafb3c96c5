import { BitMatrix, type Inspection, type MaskView } from '../../../protocol/inspection/index.ts'
import { kindTable } from '../matrix/kinds.ts'
import { sequenceOf, type Sequence } from '../matrix/sequence.ts'

/** An inspection as it came, made ready to draw. */
export interface InspectorModel {
  sequence: Sequence
  kinds: Uint8Array
  title: string
  masks: readonly InspectedMask[]
}

export interface InspectedMask {
  view: MaskView
  matrix: BitMatrix
}

export const modelOf = (inspection: Inspection): InspectorModel => {
  const sequence = sequenceOf(inspection.sequence)
  return {
    sequence, kinds: kindTable(sequence), title: inspection.sequence.title,
    masks: inspection.masks.map((view) => ({ view, matrix: BitMatrix.fromText(view.bits, inspection.sequence.length) })),
  }
}
