import type { MaskSetting, RunConfig } from '../../protocol/config/index.ts'
import type { Inspection, InspectedSequence } from '../../protocol/inspection/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { openDataset } from '../data/open.ts'
import { heldOutSequences, inspectedSequence } from './heldOutSequence.ts'
import { viewMask } from '../../masks/inspection/maskView.ts'

/** Masks over a held-out sequence of a config's dataset. No masks: the config's own. */
export const inspectConfig = async (config: RunConfig, masks: readonly MaskSetting[], number: number, noise: number): Promise<Inspection> => {
  const { sequence } = await openSequence(config, number, noise)
  return { sequence, masks: (masks.length > 0 ? masks : [config.mask]).map((mask) => viewMask(mask, sequence, config.model.layers)) }
}

/** A held-out sequence of a config's dataset, as it is fed and as it is shown. */
export const openSequence = async (config: RunConfig, number: number, noise: number) => {
  const dataset = await openDataset(config)
  const [packed] = heldOutSequences(config, dataset, number, 1)
  if (!packed) throw new InputError(`There is no held-out sequence ${number}; they are counted from 0.`)
  const sequence: InspectedSequence = await inspectedSequence(packed, config, noise, `held-out sequence ${number} of ${dataset.name}`)
  return { packed, sequence, dataset }
}

/** A config under another mask; null keeps its own. */
export const underMask = (config: RunConfig, mask: MaskSetting | null): RunConfig => (mask === null ? config : { ...config, mask })
