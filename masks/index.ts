import type { MaskName, MaskSetting } from '../protocol/config/index.ts'
import { bidirectional } from './shipped/bidirectional.ts'
import { blockCausal } from './shipped/blockCausal.ts'
import { causal } from './shipped/causal.ts'
import { localWindow } from './shipped/localWindow.ts'
import { noisyImagesHidden } from './shipped/noisyImagesHidden.ts'
import { prefixLM } from './shipped/prefixLM.ts'
import { rowCausal } from './shipped/rowCausal.ts'
import { transfusion } from './shipped/transfusion.ts'
import { ownMask, type Mask } from './mask.ts'

export { evaluateMask, maskBits } from './evaluateMask.ts'
export { maskHash, ownMask, type Mask } from './mask.ts'
export type { Position } from './position.ts'

/** The masks that ship. */
export const masks: Record<MaskName, Mask> = { transfusion, causal, bidirectional, blockCausal, noisyImagesHidden, rowCausal, localWindow, prefixLM }

/** The mask of a config. @throws InputError when its text is no predicate */
export const maskOf = (setting: MaskSetting): Mask => (typeof setting === 'string' ? masks[setting] : ownMask(setting))
