import { createHash } from 'node:crypto'

/** Numbers of the items of either split. */
export interface ItemSplit {
  train: number[]
  heldOut: number[]
}

const fractionOf = (key: string): number => createHash('sha256').update(key).digest().readUInt32BE(0) / 2 ** 32

/**
 * Holds out about `share` of the items, each by the hash of its own key, so that adding one does not move the others.
 * With two or more, either split gets at least one; with one, both share it.
 */
export function splitByKey(keys: readonly string[], share: number): ItemSplit {
  const items = keys.map((key, i) => ({ i, fraction: fractionOf(key) }))
  if (items.length === 1) return { train: [0], heldOut: [0] }
  const ranked = items.toSorted((a, b) => a.fraction - b.fraction)
  const wanted = ranked.filter(({ fraction }) => fraction < share).length
  const count = Math.min(Math.max(wanted, 1), items.length - 1)
  const numbers = (part: typeof items): number[] => part.map(({ i }) => i).sort((a, b) => a - b)
  return { train: numbers(ranked.slice(count)), heldOut: numbers(ranked.slice(0, count)) }
}
