import type { RunConfig } from '../../protocol/config/index.ts'
import { reads } from '../../masks/language/expression.ts'
import { evaluateMask, maskOf, type Mask } from '../../masks/index.ts'
import { positionsOf, type Outline } from './positions.ts'

/** What a score gets where the query must not see the key: exp of it is exactly 0 in float32. */
export const hidden = -1e9

const mostKept = 256

/** The mask of a config as a bias on attention scores, kept for the outlines seen last. */
export class MaskBias {
  readonly #config: RunConfig
  readonly #mask: Mask
  readonly #readsLevel: boolean
  readonly #readsNoisy: boolean
  readonly #kept = new Map<string, Float32Array>()

  constructor(config: RunConfig) {
    this.#config = config
    // Among image tokens that are predicted, one that could see the next would have nothing to predict.
    this.#mask = maskOf(config.baseline === 'chameleon' ? 'causal' : config.mask)
    this.#readsLevel = reads(this.#mask.predicate, 'noise')
    this.#readsNoisy = reads(this.#mask.predicate, 'noisy')
  }

  /** Whether the mask depends on the noise of images. */
  get readsNoise(): boolean {
    return this.#readsLevel || this.#readsNoisy
  }

  /** [T · T]: 0 where the query sees the key, `hidden` elsewhere. The array is shared: copy it, do not change it. */
  of(outline: Outline, length: number): Float32Array {
    // Only what the mask reads of the noise tells outlines apart: most masks read nothing of it, and the same few outlines come again and again.
    const noiseKey = (noise: number): string => (this.#readsLevel ? `@${noise}` : this.#readsNoisy && noise > 0 ? '@' : '')
    const key = `${length}:${outline.map(({ length: own, items }) => `${own}${items.map(({ modality = 'image', at, rows, cols, noise = 0 }) => `@${at}:${modality[0]}${rows}x${cols}${noiseKey(noise)}`).join('')}`).join()}`
    const known = this.#kept.get(key)
    if (known) return known
    const positions = positionsOf(outline, length)
    const seen = evaluateMask(this.#mask, positions, this.#config.data.crossDocument)
    // Plain loops: TypedArray.from with a function takes ten times as long, and this runs in every training step.
    const bias = new Float32Array(seen.length)
    for (let i = 0; i < seen.length; i++) if (seen[i] === 0) bias[i] = hidden
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, bias)
    return bias
  }
}
