import { BitMatrix } from '../protocol/inspection/index.ts'
import { compile } from './language/compile.ts'
import { rowOfValues, type Row } from './language/row.ts'
import type { Mask } from './mask.ts'
import type { Position } from './position.ts'

/**
 * A mask over a sequence: bit (q, k) says that query q sees key k. Every position sees itself whatever the mask says, so
 * that the softmax of a row always has something to sum over.
 * @param crossDocument whether a document may see the documents before it; padding sees only itself in any case
 */
export const maskBits = (mask: Pick<Mask, 'predicate'>, positions: readonly Position[], crossDocument: boolean): BitMatrix => {
  const matrix = new BitMatrix(positions.length)
  const rowOf = compile(mask.predicate, positions), within = inReach(positions, crossDocument)
  const { words, wordsPerRow } = matrix
  for (let q = 0; q < positions.length; q++) {
    const may = within(q)
    if (may) for (let i = may.begin, row = rowOf(q, may.begin, may.end), out = q * wordsPerRow; i < may.end; i++) words[out + i] = row[i]! & may.keys[i]!
    matrix.set(q, q)
  }
  return matrix
}

/** As `maskBits`, one byte a pair. @returns [T · T] */
export const evaluateMask = (mask: Pick<Mask, 'predicate'>, positions: readonly Position[], crossDocument: boolean): Uint8Array => {
  const { length } = positions, { words, wordsPerRow } = maskBits(mask, positions, crossDocument)
  const cells = new Uint8Array(length * length)
  for (let q = 0, i = 0; q < length; q++) for (let k = 0; k < length; k++, i++) cells[i] = (words[q * wordsPerRow + (k >> 5)]! >>> (k & 31)) & 1
  return cells
}

/** Keys, and the words that hold any of them. */
interface Within {
  keys: Row
  begin: number
  end: number
}

/** The keys that a query's document may see whatever the mask says; null for padding. */
const inReach = (positions: readonly Position[], crossDocument: boolean): ((q: number) => Within | null) => {
  const documents = new Map<number, Within>()
  return (q) => {
    const own = positions[q]!.document, of = crossDocument ? 0 : own
    if (own === -1) return null
    const known = documents.get(of) ?? withWords(rowOfValues(positions.map(({ document }) => (document !== -1 && (crossDocument || document === own) ? 1 : 0))))
    documents.set(of, known)
    return known
  }
}

const withWords = (keys: Row): Within => ({ keys, begin: keys.findIndex((word) => word !== 0), end: keys.findLastIndex((word) => word !== 0) + 1 })
