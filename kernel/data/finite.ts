import { Random } from '../random/stream.ts'
import type { Dataset, Document, Split } from './document.ts'
import { heldOutSeed } from './heldOutSeed.ts'
import { splitByKey } from './split.ts'

/** The items of a dataset that is read from files, all in memory. */
export interface Items extends Pick<Dataset, 'name' | 'sha256' | 'problems'> {
  /** One for each document; decides the split. */
  keys: readonly string[]
  document(item: number): Document
}

/** Makes a dataset of items: each training epoch in its own order, held-out ones always in the same. */
export function finiteDataset({ name, sha256, problems, keys, document }: Items, heldOut: number, seed: number): Dataset {
  const split = splitByKey(keys, heldOut)
  const orders = new Map<string, Uint32Array>()

  function orderOf(which: Split, epoch: number): Uint32Array {
    const key = `${which} ${epoch}`
    const known = orders.get(key)
    if (known) return known
    if (orders.size >= 4) orders.delete(orders.keys().next().value!)
    const place = which === 'train' ? { seed, step: epoch } : { seed: heldOutSeed, step: 0 }
    const order = new Random({ ...place, stream: 'order' }).permutation(split[which].length)
    orders.set(key, order)
    return order
  }

  return {
    name, sha256, problems,
    size: (which) => split[which].length,
    document(which, index) {
      const items = split[which]
      const epoch = which === 'train' ? Math.floor(index / items.length) : 0
      return document(items[orderOf(which, epoch)[index % items.length]!]!)
    },
  }
}
