import { patchesAcross, type RunConfig } from '../../protocol/config/index.ts'
import { evaluateMask, masks } from '../model/masks/index.ts'
import { positionsOf, type Outline } from './positions.ts'

/** What a score gets where the query must not see the key: exp of it is exactly 0 in float32. */
export const hidden = -1e9

const mostKept = 256

/** The mask of a config as a bias on attention scores, kept for the outlines seen last. */
export class MaskBias {
  readonly #config: RunConfig
  readonly #kept = new Map<string, Float32Array>()

  constructor(config: RunConfig) {
    this.#config = config
  }

  /** [T · T]: 0 where the query sees the key, `hidden` elsewhere. The array is shared: copy it, do not change it. */
  of(outline: Outline, length: number): Float32Array {
    const key = `${length}:${outline.map(({ length: own, imageAt }) => `${own}@${imageAt}`).join()}`
    const known = this.#kept.get(key)
    if (known) return known
    const { mask, baseline, data } = this.#config
    const positions = positionsOf(outline, length, patchesAcross(this.#config))
    // A token that could see the next one would have nothing to predict.
    const seen = evaluateMask(masks[baseline === 'chameleon' ? 'causal' : mask], positions, data.crossDocument)
    // Plain loops: TypedArray.from with a function takes ten times as long, and this runs in every training step.
    const bias = new Float32Array(seen.length)
    for (let i = 0; i < seen.length; i++) if (seen[i] === 0) bias[i] = hidden
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, bias)
    return bias
  }
}
