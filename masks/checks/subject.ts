import type { BitMatrix, InspectedPosition, InspectedSequence, MaskCheckId, MaskVerdict } from '../../protocol/inspection/index.ts'
import { rowOfValues, type Row } from '../language/row.ts'
import type { Mask } from '../mask.ts'

/** What a check looks at: a mask over one sequence, and what layers make of it. */
export interface Subject {
  mask: Mask
  sequence: InspectedSequence
  /** Who sees whom, each position itself included. */
  bits: BitMatrix
  /** Who learns of whom after all layers; `bits` itself where they add nothing. */
  reach: BitMatrix
}

/** A question about a mask: a pure function of the mask and the sequence. */
export type Check = (subject: Subject) => MaskVerdict

export type Pair = NonNullable<MaskVerdict['pair']>

export const verdictOf = (id: MaskCheckId, label: string) => ({
  passes: (sentence: string): MaskVerdict => ({ id, label, verdict: 'passes', sentence, pair: null }),
  fails: (sentence: string, pair: Pair | null): MaskVerdict => ({ id, label, verdict: 'fails', sentence, pair }),
  notApplicable: (sentence: string): MaskVerdict => ({ id, label, verdict: 'notApplicable', sentence, pair: null }),
})

/** Pairs that must not be: of such a query with such a key on one side of it. */
export interface Unwanted {
  query(position: InspectedPosition): boolean
  key(position: InspectedPosition): boolean
  side: 'before' | 'after'
}

/**
 * The first pair that is reached and unwanted, pairs that see each other directly before those that need a detour;
 * null where there is none.
 */
export const findPair = ({ bits, reach, sequence: { positions, used } }: Subject, unwanted: Unwanted): Pair | null => {
  const shown = positions.slice(0, used)
  const keys = rowOfValues(shown.map((position) => Number(unwanted.key(position))))
  for (const matrix of bits === reach ? [bits] : [bits, reach]) {
    for (let query = 0; query < used; query++) {
      if (!unwanted.query(positions[query]!)) continue
      const key = unwanted.side === 'after' ? firstCommon(matrix.row(query), keys, query + 1, used) : firstCommon(matrix.row(query), keys, 0, query)
      if (key !== null) return { query, key, via: bits.has(query, key) ? null : detour(bits, reach, query, key) }
    }
  }
  return null
}

/** The first pair that is reached and not seen. */
export const firstAdded = ({ bits, reach, sequence: { used } }: Subject): Pair | null => {
  for (let query = 0; query < used; query++) {
    const unseen = bits.row(query).map((word) => ~word), key = firstCommon(reach.row(query), unseen, 0, used)
    if (key !== null) return { query, key, via: detour(bits, reach, query, key) }
  }
  return null
}

/** The first key from `from` and before `to` that two rows both have; null where there is none. */
const firstCommon = (a: Row, b: Row, from: number, to: number): number | null => {
  for (let w = from >> 5; w << 5 < to && w < b.length; w++) {
    let common = a[w]! & b[w]!
    if (w === from >> 5) common &= -1 << (from & 31)
    if (common === 0) continue
    const key = w * 32 + 31 - Math.clz32(common & -common)
    return key < to ? key : null
  }
  return null
}

/** The first position that the query sees and that leads to the key: by one step where there is such. */
const detour = (bits: BitMatrix, reach: BitMatrix, query: number, key: number): number | null => {
  const seen = bits.keys(query).filter((via) => via !== query)
  return seen.find((via) => bits.has(via, key)) ?? seen.find((via) => reach.has(via, key)) ?? null
}
