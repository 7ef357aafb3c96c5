import { patchesPerItem, type ModalityName, type RunConfig } from '../../protocol/config/index.ts'
import { laidImage, laidWave, none, type LaidDocument } from '../data/laidDocument.ts'
import { itemTokens, specials } from '../data/tokenizer.ts'

/** ⟨eot⟩ prompt ⟨begin⟩ and the places of the patches of an item; for a model of images alone these places only. */
export const prompting = (prompt: readonly number[], index: number, config: RunConfig, modality: ModalityName = 'image'): LaidDocument => {
  const places = Array<number>(patchesPerItem(config, modality)).fill(none)
  const tokens = config.baseline === 'imageOnly' ? places : [specials.endOfText, ...prompt, itemTokens[modality].begin, ...places]
  const at = tokens.length - places.length
  const item = modality === 'image' ? laidImage(config, at, { index }) : laidWave(config, at, { index })
  return { tokens, targets: tokens.map(() => none), items: [item], index }
}
