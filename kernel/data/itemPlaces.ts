import type { Modality } from '../model/modalities.ts'
import { patchesOf, type LaidItem } from './laidDocument.ts'
import { placeOf, toPlaces } from './patchPlaces.ts'

/** How the item at a place is shown to the model and what the model has to say about it: writes patches and target, returns t / T. */
export type ItemFiller = (item: LaidItem, patches: Float32Array, target: Float32Array) => number

/** The places of one modality in a batch, and the arrays that they are fed in. */
export class ItemPlaces {
  readonly #modality: Modality
  readonly #places: number
  readonly #firstRow: number
  readonly #patches: Float32Array
  readonly #target: Float32Array
  readonly #time: Float32Array
  readonly #weight: Float32Array
  readonly #at: Int32Array
  readonly #patchWeight: Float32Array
  #used = 0
  #shown = 0

  /** @param firstRow the row of its first patch among what `source` chooses from */
  constructor(modality: Modality, places: number, firstRow: number) {
    const { patches: n, vector } = modality
    this.#modality = modality
    this.#places = places
    this.#firstRow = firstRow
    this.#patches = new Float32Array(places * n * vector)
    this.#target = new Float32Array(places * n * vector)
    this.#time = new Float32Array(places)
    this.#weight = new Float32Array(places)
    this.#at = new Int32Array(places * n)
    this.#patchWeight = new Float32Array(modality.uneven ? places * n : 0)
  }

  /**
   * Puts an item at the next place.
   * @param start position of its document in the batch
   * @throws when no place is left
   */
  add<Item extends Pick<LaidItem, 'at' | 'rows' | 'cols' | 'condition'>>(item: Item, start: number, source: Int32Array, fill: (item: Item, patches: Float32Array, target: Float32Array) => number): void {
    const { name, patches: n, columns, vector, uneven } = this.#modality
    const place = this.#used++
    if (place >= this.#places) throw new Error(`a batch holds more than ${this.#places} items of the modality ${name}; there is no room for them`)
    const own = patchesOf(item)
    const patches = new Float32Array(own * vector), target = new Float32Array(own * vector)
    this.show(place, item, patches, fill(item, patches, target))
    toPlaces(target, item, this.#modality, this.#target.subarray(place * n * vector, (place + 1) * n * vector))
    this.#weight[place] = item.condition ? 0 : 1
    for (let i = 0; i < own; i++) {
      const patch = place * n + placeOf(i, item, columns)
      this.#at[patch] = start + item.at + i
      source[start + item.at + i] = this.#firstRow + patch
      if (uneven) this.#patchWeight[patch] = n / own
    }
    this.#shown += own
  }

  /** Writes what an item looks like at its place. @param patches [own · P] @param time t / T */
  show(place: number, item: Pick<LaidItem, 'rows' | 'cols'>, patches: Float32Array, time: number): void {
    const { patches: n, vector } = this.#modality
    this.#time[place] = time
    toPlaces(patches, item, this.#modality, this.#patches.subarray(place * n * vector, (place + 1) * n * vector))
  }

  /** Patches of the items so far. */
  get patches(): number {
    return this.#shown
  }

  inputs(): Record<string, Float32Array | Int32Array> {
    const { inputs: { patches, time, at, target, weight, patchWeight }, uneven } = this.#modality
    return {
      [patches]: this.#patches, [time]: this.#time, [at]: this.#at, [target]: this.#target, [weight]: this.#weight,
      ...(uneven ? { [patchWeight]: this.#patchWeight } : {}),
    }
  }
}
