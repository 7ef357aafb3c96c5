import { patchesPerImage, type RunConfig } from '../../protocol/config/index.ts'
import { laidImage, none, type LaidDocument } from '../data/laidDocument.ts'
import { specials } from '../data/tokenizer.ts'

/** ⟨eot⟩ prompt ⟨BOI⟩ and the places of the patches; for a model of images alone these places only. */
export const prompting = (prompt: readonly number[], index: number, config: RunConfig): LaidDocument => {
  const places = Array<number>(patchesPerImage(config)).fill(none)
  const tokens = config.baseline === 'imageOnly' ? places : [specials.endOfText, ...prompt, specials.beginImage, ...places]
  return { tokens, targets: tokens.map(() => none), items: [laidImage(config, tokens.length - places.length, { index })], index }
}
