import type { MaskName } from '../../../protocol/config/index.ts'
import { bidirectional } from './bidirectional.ts'
import { causal } from './causal.ts'
import type { Mask, Position } from './position.ts'
import { transfusion } from './transfusion.ts'

export type { Mask, Position } from './position.ts'

export const masks: Record<MaskName, Mask> = { transfusion, causal, bidirectional }

/**
 * A mask over a sequence: 1 where the query (row) sees the key (column).
 * @param crossDocument whether a document may see the documents before it; padding sees only itself in any case
 * @returns [T · T]
 */
export const evaluateMask = (mask: Mask, positions: readonly Position[], crossDocument: boolean): Uint8Array => {
  const length = positions.length
  const allowed = new Uint8Array(length * length)
  for (let q = 0; q < length; q++) {
    for (let k = 0; k < length; k++) {
      const query = positions[q]!, key = positions[k]!
      const padding = query.document === -1 || key.document === -1
      const apart = padding || (!crossDocument && query.document !== key.document)
      allowed[q * length + k] = q === k || (!apart && mask(query, key)) ? 1 : 0
    }
  }
  return allowed
}
