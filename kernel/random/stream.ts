import { philoxBlock } from './philox.ts'

/** What a random number is for. Each has its own numbers, so that changing one use leaves the others as they were. */
export const streams = {
  init: 1, order: 2, content: 3, layout: 4, timestep: 5, noise: 6, dropout: 7, sampling: 8, evaluation: 9,
} as const
export type Stream = keyof typeof streams

/** Where a stream of numbers starts: the same place gives the same numbers, whatever was drawn before. */
export interface Place {
  seed: number
  stream: Stream
  /** Training step, document number, or whatever counts first in the stream. */
  step?: number
  /** Sequence in the batch, tensor, or whatever counts second. */
  index?: number
}

/** Numbers from one place of one stream, in order. */
export class Random {
  readonly #key: [number, number]
  readonly #step: number
  readonly #index: number
  readonly #block = new Uint32Array(4)
  #counter = 0
  #left = 0
  #spare: number | null = null

  constructor({ seed, stream, step = 0, index = 0 }: Place) {
    this.#key = [seed >>> 0, (Math.imul(streams[stream], 0x01000193) ^ Math.floor(seed / 2 ** 32)) >>> 0]
    this.#step = step >>> 0
    this.#index = index >>> 0
  }

  /** A whole number in [0, 2³²). */
  word(): number {
    if (this.#left === 0) {
      philoxBlock(this.#counter, Math.floor(this.#counter / 2 ** 32), this.#step, this.#index, this.#key[0], this.#key[1], this.#block)
      this.#counter++
      this.#left = 4
    }
    return this.#block[4 - this.#left--]!
  }

  /** Uniform in [0, 1), of 32 bits. */
  uniform(): number {
    return this.word() / 2 ** 32
  }

  /** A whole number in [0, n). */
  integer(n: number): number {
    return Math.floor(this.uniform() * n)
  }

  /** Standard normal, by Box and Muller. */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare
      this.#spare = null
      return spare
    }
    const radius = Math.sqrt(-2 * Math.log((this.word() + 1) / (2 ** 32 + 1)))
    const angle = 2 * Math.PI * this.uniform()
    this.#spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  /** Standard normals into an array. */
  fillNormal(out: Float32Array): Float32Array {
    for (let i = 0; i < out.length; i++) out[i] = this.normal()
    return out
  }

  /** One of a list, all alike. */
  pick<Item>(items: readonly Item[]): Item {
    if (items.length === 0) throw new Error('pick from an empty list')
    return items[this.integer(items.length)]!
  }

  /** One of a list, in proportion to its weight. */
  weighted<Item extends { weight: number }>(items: readonly Item[]): Item {
    let left = this.uniform() * items.reduce((sum, item) => sum + item.weight, 0)
    for (const item of items) if ((left -= item.weight) < 0) return item
    return items.at(-1)!
  }

  /** The numbers 0 … n−1 in random order (Fisher and Yates). */
  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i)
    for (let i = n - 1; i > 0; i--) {
      const j = this.integer(i + 1)
      const held = order[i]!
      order[i] = order[j]!
      order[j] = held
    }
    return order
  }
}
