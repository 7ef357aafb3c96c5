import type { MaskSetting } from '../../protocol/config/index.ts'
import type { Inspection } from '../../protocol/inspection/index.ts'
import { maskOf } from '../index.ts'
import { sizeOf } from '../language/expression.ts'
import { parseLayout } from './layoutText.ts'
import { viewMask } from './maskView.ts'

/** Masks over a layout in words; reach is followed to its end. No masks: transfusion. */
export const inspectLayout = (layout: string, masks: readonly MaskSetting[]): Inspection => {
  const sequence = parseLayout(layout)
  return { sequence, masks: chosen(masks).map((mask) => viewMask(mask, sequence, Infinity)) }
}

/** How much work that is at most: parts of the predicates, times pairs. */
export const layoutWork = (layout: string, masks: readonly MaskSetting[]): number =>
  parseLayout(layout).length ** 2 * chosen(masks).reduce((sum, mask) => sum + sizeOf(maskOf(mask).predicate), 0)

const chosen = (masks: readonly MaskSetting[]): readonly MaskSetting[] => (masks.length > 0 ? masks : ['transfusion'])
