import type { MaskSetting } from '../../protocol/config/index.ts'
import type { Inspection } from '../../protocol/inspection/index.ts'
import { parseLayout } from './layoutText.ts'
import { viewMask } from './maskView.ts'

/** Masks over a layout in words; reach is followed to its end. No masks: transfusion. */
export const inspectLayout = (layout: string, masks: readonly MaskSetting[]): Inspection => {
  const sequence = parseLayout(layout)
  return { sequence, masks: (masks.length > 0 ? masks : ['transfusion' as const]).map((mask) => viewMask(mask, sequence, Infinity)) }
}
