import type { MaskSetting, RunConfig } from '../../protocol/config/index.ts'
import type { BitMatrix } from '../../protocol/inspection/index.ts'
import { reads } from '../../masks/language/expression.ts'
import { maskBits, maskOf, type Mask } from '../../masks/index.ts'
import { positionsOf, type Outline } from './positions.ts'

/** What a score gets where the query must not see the key: exp of it is exactly 0 in float32. */
export const hidden = -1e9

const mostKept = 256

/** The mask that a config trains under: Chameleon's is causal, since of image tokens that are predicted none may see the next. */
export const trainingMask = ({ baseline, mask }: RunConfig): MaskSetting => (baseline === 'chameleon' ? 'causal' : mask)

/** The mask of a config as a bias on attention scores; its bits are kept for the outlines seen last. */
export class MaskBias {
  readonly #config: RunConfig
  readonly #mask: Mask
  readonly #readsLevel: boolean
  readonly #readsNoisy: boolean
  readonly #kept = new Map<string, BitMatrix>()

  constructor(config: RunConfig) {
    this.#config = config
    this.#mask = maskOf(trainingMask(config))
    this.#readsLevel = reads(this.#mask.predicate, 'noise')
    this.#readsNoisy = reads(this.#mask.predicate, 'noisy')
  }

  /** Whether the mask depends on the noise of images. */
  get readsNoise(): boolean {
    return this.#readsLevel || this.#readsNoisy
  }

  /** Writes 0 where the query sees the key and `hidden` elsewhere. @param bias [T · T] */
  write(outline: Outline, length: number, bias: Float32Array): void {
    const { words, wordsPerRow } = this.bitsOf(outline, length)
    // Plain loops: this runs in every training step.
    for (let q = 0, i = 0; q < length; q++) {
      for (let w = q * wordsPerRow, k = 0; k < length; w++) {
        const word = words[w]!
        for (let bit = 0; bit < 32 && k < length; bit++, k++, i++) bias[i] = (word >>> bit) & 1 ? 0 : hidden
      }
    }
  }

  /** The mask over a sequence: a row a query, a column a key. The matrix is shared: do not change it. */
  bitsOf(outline: Outline, length: number): BitMatrix {
    // Only what the mask reads of the noise tells outlines apart: most masks read nothing of it, and the same few outlines come again and again.
    const noiseKey = (noise: number): string => (this.#readsLevel ? `@${noise}` : this.#readsNoisy && noise > 0 ? '@' : '')
    const key = `${length}:${outline.map(({ length: own, items }) => `${own}${items.map(({ modality = 'image', at, rows, cols, noise = 0 }) => `@${at}:${modality[0]}${rows}x${cols}${noiseKey(noise)}`).join('')}`).join()}`
    const known = this.#kept.get(key)
    if (known) return known
    const positions = positionsOf(outline, length)
    const bits = maskBits(this.#mask, positions, this.#config.data.crossDocument)
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    this.#kept.set(key, bits)
    return bits
  }
}
