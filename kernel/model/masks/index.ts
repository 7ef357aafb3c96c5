import type { MaskName, MaskSetting } from '../../../protocol/config/index.ts'
import { bidirectional } from './bidirectional.ts'
import { blockCausal } from './blockCausal.ts'
import { causal } from './causal.ts'
import { localWindow } from './localWindow.ts'
import { noisyImagesHidden } from './noisyImagesHidden.ts'
import { prefixLM } from './prefixLM.ts'
import { rowCausal } from './rowCausal.ts'
import { transfusion } from './transfusion.ts'
import { ownMask, type Mask } from './mask.ts'

export { evaluateMask } from './evaluateMask.ts'
export { maskHash, ownMask, type Mask } from './mask.ts'
export type { Position } from './position.ts'

/** The masks that ship. */
export const masks: Record<MaskName, Mask> = { transfusion, causal, bidirectional, blockCausal, noisyImagesHidden, rowCausal, localWindow, prefixLM }

/** The mask of a config. @throws InputError when its text is no predicate */
export const maskOf = (setting: MaskSetting): Mask => (typeof setting === 'string' ? masks[setting] : ownMask(setting))
