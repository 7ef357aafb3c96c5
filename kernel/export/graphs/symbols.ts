import type { SideName } from '../../engine/onnx/encode.ts'

/**
 * Sizes that an exported graph leaves open. A trace allocates nothing, so each is traced as a prime number so large that whatever
 * side of a tensor it divides is made of it: 1,000,003 · 24 is 24 for each sequence of the batch.
 */
export const symbols = {
  /** Sequences, or pictures. */
  batch: 1_000_003,
  /** Elements of each sequence that are computed. */
  length: 1_000_033,
  /** Elements before them, whose keys and values are fed. */
  past: 1_000_037,
  /** Images in the whole batch. */
  images: 1_000_039,
  /** Waves in the whole batch. */
  waves: 1_000_099,
  /** Places that are asked for their next token. */
  texts: 1_000_081,
  /** Elements that can be seen: past + length. Not a prime, so it is looked for first. */
  total: 2_000_070,
} as const

export type SymbolName = keyof typeof symbols

/** A side as a product: a number and open sizes. */
export interface Side {
  factor: number
  names: SymbolName[]
}

const inOrder: readonly SymbolName[] = ['total', 'batch', 'length', 'past', 'images', 'waves', 'texts']

export const sideOf = (side: number): Side => {
  let factor = side
  const names: SymbolName[] = []
  for (const name of inOrder) {
    for (; factor >= symbols[name] && factor % symbols[name] === 0; factor /= symbols[name]) names.push(name)
  }
  return { factor, names }
}

/** What an open side is called in the file: `batch`, `batch*length`, `16*images`. */
export const sideName: SideName = (side) => {
  const { factor, names } = sideOf(side)
  return names.length === 0 ? null : [...(factor === 1 ? [] : [factor]), ...names].join('*')
}
