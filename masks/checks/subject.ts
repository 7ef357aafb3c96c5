import type { BitMatrix, InspectedSequence, MaskCheckId, MaskVerdict } from '../../protocol/inspection/index.ts'
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

/**
 * The first pair that is reached and matches, pairs that see each other directly before those that need a detour;
 * null where there is none.
 */
export const findPair = ({ bits, reach, sequence: { used } }: Subject, matches: (query: number, key: number) => boolean): Pair | null => {
  for (const matrix of bits === reach ? [bits] : [bits, reach]) {
    for (let query = 0; query < used; query++) {
      for (let key = 0; key < used; key++) {
        if (matrix.has(query, key) && matches(query, key)) return { query, key, via: bits.has(query, key) ? null : detour(bits, reach, query, key) }
      }
    }
  }
  return null
}

/** The first position that the query sees and that leads to the key: by one step where there is such. */
const detour = (bits: BitMatrix, reach: BitMatrix, query: number, key: number): number | null => {
  const seen = bits.keys(query).filter((via) => via !== query)
  return seen.find((via) => bits.has(via, key)) ?? seen.find((via) => reach.has(via, key)) ?? null
}
