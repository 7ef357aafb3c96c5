import { maskPositions, placeName } from '../inspection/sequence.ts'
import { compile } from '../language/compile.ts'
import { verdictOf, type Check } from './subject.ts'

/** A predicate should let every position see something: the model lets a position see itself in any case, and then it sees nothing else. */
export const blind: Check = ({ mask, sequence }) => {
  const say = verdictOf('blind', 'a query sees nothing')
  const at = firstBlind(mask, sequence)
  if (at === null) return say.passes('By the predicate every position sees at least one.')
  return say.fails(`By the predicate ${placeName(sequence, at)} sees nothing, not even itself; the model would let it see itself alone.`, { query: at, key: at, via: null })
}

/** The first position whose row of the predicate is empty within what its document may see; null where there is none. */
export const firstBlind = ({ predicate }: Parameters<Check>[0]['mask'], sequence: Parameters<Check>[0]['sequence']): number | null => {
  const positions = maskPositions(sequence), row = new Uint8Array(positions.length)
  const rowOf = compile(predicate, positions)
  for (let q = 0; q < sequence.used; q++) {
    rowOf(q, row)
    const sees = (k: number): boolean => row[k] !== 0 && (sequence.crossDocument || positions[k]!.document === positions[q]!.document)
    let any = false
    for (let k = 0; k < sequence.used && !any; k++) any = sees(k)
    if (!any) return q
  }
  return null
}
