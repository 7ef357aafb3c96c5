import { placeName, type BitMatrix, type InspectedSequence } from '../../protocol/inspection/index.ts'
import { maskPositions } from '../inspection/sequence.ts'
import { compile } from '../language/compile.ts'
import type { Mask } from '../mask.ts'
import { verdictOf, type Check } from './subject.ts'

/** A predicate should let every position see something: the model lets a position see itself in any case, and then it sees nothing else. */
export const blind: Check = ({ mask, sequence, bits }) => {
  const say = verdictOf('blind', 'every query sees something')
  const at = firstBlind(mask, sequence, bits)
  if (at === null) return say.passes('By the predicate every position sees at least one.')
  return say.fails(`By the predicate ${placeName(sequence, at)} sees nothing, not even itself; the model would let it see itself alone.`, { query: at, key: at, via: null })
}

/**
 * The first position that sees nothing by the predicate; null where there is none. One that sees another by the mask sees
 * something; of one that sees itself alone there the predicate is asked whether it lets it.
 */
export const firstBlind = ({ predicate }: Pick<Mask, 'predicate'>, sequence: InspectedSequence, bits: BitMatrix): number | null => {
  const positions = maskPositions(sequence)
  for (let q = 0; q < sequence.used; q++) {
    if (bits.countInRow(q, 0, sequence.length) === 1 && compile(predicate, [positions[q]!])(0, 0, 1)[0] === 0) return q
  }
  return null
}
