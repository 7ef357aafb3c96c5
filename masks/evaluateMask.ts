import { compile } from './language/compile.ts'
import type { Mask } from './mask.ts'
import type { Position } from './position.ts'

/**
 * A mask over a sequence: 1 where the query (row) sees the key (column). Every position sees itself whatever the mask
 * says, so that the softmax of a row always has something to sum over.
 * @param crossDocument whether a document may see the documents before it; padding sees only itself in any case
 * @returns [T · T]
 */
export const evaluateMask = (mask: Pick<Mask, 'predicate'>, positions: readonly Position[], crossDocument: boolean): Uint8Array => {
  const length = positions.length
  const allowed = new Uint8Array(length * length)
  const documents = Int32Array.from(positions, ({ document }) => document)
  const rowOf = compile(mask.predicate, positions)
  for (let q = 0; q < length; q++) {
    const row = allowed.subarray(q * length, (q + 1) * length)
    const own = documents[q]!
    if (own !== -1) {
      rowOf(q, row)
      for (let k = 0; k < length; k++) if (documents[k] === -1 || (!crossDocument && documents[k] !== own)) row[k] = 0
    }
    row[q] = 1
  }
  return allowed
}
