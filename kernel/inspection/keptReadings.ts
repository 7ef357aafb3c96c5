import type { HeadsReading } from './attentionReading.ts'

/** Numbers that are kept at most: 256 MiB of scores and weights. */
const most = 2 ** 26

/**
 * The last readings of heads, so that another head of one is shown without reading the checkpoint again. Two, since two
 * checkpoints are looked at beside each other; fewer where they are large.
 */
export class KeptReadings {
  readonly #kept = new Map<string, HeadsReading>()

  get(key: string): HeadsReading | undefined {
    return this.#kept.get(key)
  }

  /** @returns the reading */
  keep(key: string, reading: HeadsReading): HeadsReading {
    this.#kept.delete(key)
    if (numbersOf(reading) > most) return reading
    this.#kept.set(key, reading)
    while (this.#kept.size > 2 || this.#numbers() > most) this.#kept.delete(this.#kept.keys().next().value!)
    return reading
  }

  #numbers(): number {
    return [...this.#kept.values()].reduce((sum, reading) => sum + numbersOf(reading), 0)
  }
}

const numbersOf = ({ tensors }: HeadsReading): number => Object.values(tensors).reduce((sum, { data }) => sum + data.length, 0)
