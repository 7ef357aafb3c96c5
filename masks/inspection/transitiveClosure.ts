import { BitMatrix } from '../../protocol/inspection/index.ts'

/**
 * Whom every position learns of by paths of any length. Positions that lead to each other share a row; Tarjan's algorithm
 * finds such groups, those that a group leads to before itself, so that the row of a group is the union of what its
 * members see and of the finished rows of that.
 */
export const transitiveClosure = (mask: BitMatrix): BitMatrix => {
  const { length, wordsPerRow: width } = mask
  const closure = new BitMatrix(length)
  const found = new Int32Array(length).fill(-1), lowest = new Int32Array(length)
  const fresh = new Uint32Array(width).fill(-1), open = new Uint32Array(width)
  const stack: number[] = [], path: number[] = []
  let count = 0
  for (let root = 0; root < length; root++) if (found[root] === -1) search(root)
  return closure

  function search(root: number): void {
    for (let at: number | undefined = enter(root); at !== undefined; at = path.at(-1)) {
      const next = firstCommon(mask.row(at), fresh)
      if (next !== null) enter(next)
      else leave(at)
    }
  }

  function enter(at: number): number {
    found[at] = lowest[at] = count++
    fresh[at >> 5]! &= ~(1 << (at & 31))
    open[at >> 5]! |= 1 << (at & 31)
    stack.push(at)
    path.push(at)
    return at
  }

  function leave(at: number): void {
    path.pop()
    const row = mask.row(at)
    for (let w = 0; w < width; w++) {
      for (let word = row[w]! & open[w]!; word !== 0; word &= word - 1) lowest[at] = Math.min(lowest[at]!, found[w * 32 + 31 - Math.clz32(word & -word)]!)
    }
    const parent = path.at(-1)
    if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[at]!)
    if (lowest[at] === found[at]) close(stack.splice(stack.lastIndexOf(at)))
  }

  /** Gives a group its row. */
  function close(group: readonly number[]): void {
    const union = closure.row(group[0]!)
    for (const member of group) {
      open[member >> 5]! &= ~(1 << (member & 31))
      for (let w = 0, row = mask.row(member); w < width; w++) union[w]! |= row[w]!
    }
    const left = union.slice()
    for (const member of group) left[member >> 5]! &= ~(1 << (member & 31))
    for (let w = width - 1; w >= 0; w--) {
      while (left[w] !== 0) {
        const via = closure.row(w * 32 + 31 - Math.clz32(left[w]!))
        left[w]! &= ~(1 << (31 - Math.clz32(left[w]!)))
        for (let i = 0; i < width; i++) {
          union[i]! |= via[i]!
          left[i]! &= ~via[i]!
        }
      }
    }
    for (const member of group.slice(1)) closure.row(member).set(union)
  }
}

const firstCommon = (a: Uint32Array, b: Uint32Array): number | null => {
  for (let w = 0; w < a.length; w++) {
    const common = a[w]! & b[w]!
    if (common !== 0) return w * 32 + 31 - Math.clz32(common & -common)
  }
  return null
}
