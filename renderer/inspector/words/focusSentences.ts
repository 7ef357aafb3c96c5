import { placeName, type BitMatrix } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'
import type { Focus } from '../state/inspectorState.ts'
import { lineOf, litPositions, mark } from '../state/marks.ts'
import { counted } from './places.ts'
import { pairSentence, sentenceOf, type Direction } from './sentence.ts'

export interface NamedMask {
  name: string
  matrix: BitMatrix
}

/** The sentences of what is lit: one where two masks agree, one for each where they do not, and one for the pair. */
export const focusSentences = (sequence: Sequence, focus: Focus, direction: Direction, masks: readonly NamedMask[]): string[] => {
  const each = masks.map(({ name, matrix }) => ({ name, text: sentenceOf(sequence, focus.at, litPositions(lineOf(matrix, focus.at, direction, sequence.length)), direction) }))
  const agree = each.every(({ text }) => text === each[0]!.text)
  const about = agree ? [`${each[0]!.text}.`] : each.map(({ name, text }) => `${name}: ${text}.`)
  if (focus.other === null || focus.other === focus.at) return about
  const [query, key] = direction === 'sees' ? [focus.at, focus.other] : [focus.other, focus.at]
  const allowed = masks.map(({ matrix }) => matrix.has(query, key))
  if (allowed.every((one) => one === allowed[0])) return [...about, `${pairSentence(sequence, query, key, focus.via, allowed[0]!)}.`]
  return [...about, ...masks.map(({ name }, i) => `${name}: ${pairSentence(sequence, query, key, null, allowed[i]!)}.`)]
}

/** What layers add for a position: "after 3 layers patch (1,1) of image 1 also learns of 4 positions, 2 of them by the third." */
export const reachSentence = (sequence: Sequence, focus: Focus, direction: Direction, layers: number, marks: Uint8Array): string => {
  const added = litPositions(marks, (one) => one === mark.reached || one === mark.new).length
  const last = litPositions(marks, (one) => one === mark.new).length
  const place = placeName(sequence, focus.at)
  if (added === 0) return `After ${counted(layers, 'layer')} ${place} ${direction === 'sees' ? 'has learnt of' : 'is known to'} no more than after one.`
  const verb = direction === 'sees' ? 'has also learnt of' : 'is also known to'
  return `After ${counted(layers, 'layer')} ${place} ${verb} ${counted(added, 'position')} that the mask does not join it to, ${last} of them by the last layer.`
}
