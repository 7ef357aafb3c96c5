import { placeName } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'
import type { Focus } from '../state/inspectorState.ts'
import { counted } from './places.ts'

/**
 * Where the rotary embedding has what is looked at, and how far apart it has a pair: its angles are of differences alone.
 * Null where places are indices, as the sequence shows them anyway.
 */
export const rotarySentence = (sequence: Sequence, { at, other }: Focus): string | null => {
  const { rotary } = sequence
  if (!rotary) return null
  const { rope, rows, cols } = rotary
  const own = `For the rotary embedding (${rope}) ${placeName(sequence, at)} stands at ${rope === 'shared' ? rows[at] : `row ${rows[at]}, column ${cols[at]}`}`
  if (other === null || other === at) return `${own}.`
  const down = Math.abs(rows[at]! - rows[other]!), across = Math.abs(cols[at]! - cols[other]!)
  const apart = rope === 'shared' ? (down === 0 ? 'in the same place' : counted(down, 'place')) : `${counted(down, 'row')} and ${counted(across, 'column')}`
  return `${own}, ${placeName(sequence, other)} ${down === 0 && rope === 'shared' ? apart : `${apart} away`}.`
}
