import { BitMatrix } from '../../protocol/inspection/index.ts'

/**
 * Whom every position learns of by paths of any length. Positions that lead to each other share a row; Tarjan's algorithm
 * finds such groups, those that a group leads to before itself, so that the row of a group is the union of what its
 * members see and of the finished rows of that. Of each row only the words between its first and its last bit are read: of
 * packed documents, which do not see each other, that is a small part.
 */
export const transitiveClosure = (mask: BitMatrix): BitMatrix => {
  const { length, wordsPerRow: width } = mask
  const closure = new BitMatrix(length)
  const seen = spansOf(mask), learnt: Spans = { begin: new Uint16Array(length), end: new Uint16Array(length) }
  /** The word of a row below which it has nothing fresh any more. */
  const unread = seen.begin.slice()
  const found = new Int32Array(length).fill(-1), lowest = new Int32Array(length)
  const fresh = new Uint32Array(width).fill(-1), open = new Uint32Array(width), left = new Uint32Array(width)
  const stack: number[] = [], path: number[] = []
  let count = 0
  for (let root = 0; root < length; root++) if (found[root] === -1) search(root)
  return closure

  function search(root: number): void {
    for (let at: number | undefined = enter(root); at !== undefined; at = path.at(-1)) {
      const next = firstFresh(at)
      if (next !== null) enter(next)
      else leave(at)
    }
  }

  function firstFresh(at: number): number | null {
    for (let w = unread[at]!; w < seen.end[at]!; w++) {
      const common = mask.words[at * width + w]! & fresh[w]!
      unread[at] = w
      if (common !== 0) return w * 32 + 31 - Math.clz32(common & -common)
    }
    return null
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
    for (let w = seen.begin[at]!; w < seen.end[at]!; w++) {
      for (let word = mask.words[at * width + w]! & open[w]!; word !== 0; word &= word - 1) lowest[at] = Math.min(lowest[at]!, found[w * 32 + 31 - Math.clz32(word & -word)]!)
    }
    const parent = path.at(-1)
    if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[at]!)
    if (lowest[at] === found[at]) close(stack.splice(stack.lastIndexOf(at)))
  }

  /** Gives a group its row. */
  function close(group: readonly number[]): void {
    const { words } = closure, own = group[0]! * width
    let begin = width, end = 0
    for (const member of group) {
      open[member >> 5]! &= ~(1 << (member & 31))
      begin = Math.min(begin, seen.begin[member]!)
      end = Math.max(end, seen.end[member]!)
      for (let w = seen.begin[member]!, row = member * width; w < seen.end[member]!; w++) words[own + w]! |= mask.words[row + w]!
    }
    for (let w = begin; w < end; w++) left[w] = words[own + w]!
    for (const member of group) left[member >> 5]! &= ~(1 << (member & 31))
    for (let w = end - 1; w >= 0; w--) {
      while (left[w] !== 0) {
        const via = w * 32 + 31 - Math.clz32(left[w]!), row = via * width
        left[w]! &= ~(1 << (31 - Math.clz32(left[w]!)))
        begin = Math.min(begin, learnt.begin[via]!)
        end = Math.max(end, learnt.end[via]!)
        for (let i = learnt.begin[via]!; i < learnt.end[via]!; i++) {
          words[own + i]! |= words[row + i]!
          left[i]! &= ~words[row + i]!
        }
      }
    }
    for (const member of group) {
      learnt.begin[member] = begin
      learnt.end[member] = end
      if (member !== group[0]) words.copyWithin(member * width + begin, own + begin, own + end)
    }
  }
}

/** The words of each row from its first bit to its last: from `begin` to before `end`. */
interface Spans {
  begin: Uint16Array
  end: Uint16Array
}

const spansOf = ({ words, wordsPerRow, length }: BitMatrix): Spans => {
  const begin = new Uint16Array(length), end = new Uint16Array(length)
  for (let q = 0; q < length; q++) {
    const row = q * wordsPerRow
    let first = 0, last = wordsPerRow
    while (first < last && words[row + first] === 0) first++
    while (last > first && words[row + last - 1] === 0) last--
    begin[q] = first
    end[q] = last
  }
  return { begin, end }
}
