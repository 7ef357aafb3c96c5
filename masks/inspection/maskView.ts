import type { MaskSetting } from '../../protocol/config/index.ts'
import type { BitMatrix, InspectedSequence, MaskView } from '../../protocol/inspection/index.ts'
import { checkMask } from '../checks/index.ts'
import { maskBits, maskHash, maskOf } from '../index.ts'
import { closureOf } from './closure.ts'
import { countPairs } from './pairs.ts'
import { maskPositions } from './sequence.ts'

/**
 * A mask over a sequence: who sees whom, how much that is, where it leads, and what the checks say.
 * @param layers the model's, or Infinity to follow paths to their end
 * @throws InputError when the mask is a text that is no predicate
 */
export const viewMask = (setting: MaskSetting, sequence: InspectedSequence, layers: number): MaskView => {
  const mask = maskOf(setting)
  const { bits, reach } = bitsOf(setting, sequence, layers)
  const pairs = countPairs(sequence, bits)
  const allowed = Object.values(pairs).reduce((sum, pair) => sum + pair.allowed, 0)
  const { name, description, origin, source } = mask
  return {
    setting, name, description, origin, source, sha256: maskHash(mask),
    bits: bits.toText(), pairs, allowed, density: allowed / sequence.used ** 2, flopShare: allowed / sequence.length ** 2,
    reach: {
      layers: Number.isFinite(layers) ? layers : sequence.length,
      added: reach === bits ? 0 : reach.count() - bits.count(), bits: reach === bits ? null : reach.toText(),
    },
    checks: checkMask({ mask, sequence, bits, reach }),
  }
}

/** Who sees whom, and who learns of whom after `layers` layers. */
export const bitsOf = (setting: MaskSetting, sequence: InspectedSequence, layers: number): { bits: BitMatrix; reach: BitMatrix } => {
  const bits = maskBits(maskOf(setting), maskPositions(sequence), sequence.crossDocument)
  return { bits, reach: closureOf(bits, layers) }
}
