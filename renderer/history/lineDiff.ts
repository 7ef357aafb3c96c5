/** A line of a difference: in both texts, only in the old one, or only in the new one. */
export interface DiffLine {
  kind: 'same' | 'old' | 'new'
  text: string
}

/** Above this many pairs of lines the middle is shown as replaced whole. */
const pairsAtMost = 4_000_000

/** The difference of two texts by lines, with as many lines kept as can be. */
export const lineDiff = (from: readonly string[], to: readonly string[]): DiffLine[] => {
  let start = 0
  while (start < from.length && start < to.length && from[start] === to[start]) start++
  let tail = 0
  while (tail < from.length - start && tail < to.length - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return [
    ...from.slice(0, start).map(same),
    ...middle(from.slice(start, from.length - tail), to.slice(start, to.length - tail)),
    ...from.slice(from.length - tail).map(same),
  ]
}

const middle = (from: readonly string[], to: readonly string[]): DiffLine[] => {
  if (from.length * to.length > pairsAtMost) return [...from.map((text): DiffLine => ({ kind: 'old', text })), ...to.map((text): DiffLine => ({ kind: 'new', text }))]
  // common[i][j]: lines kept of from[i…] and to[j…].
  const width = to.length + 1
  const common = new Uint32Array((from.length + 1) * width)
  for (let i = from.length - 1; i >= 0; i--) {
    for (let j = to.length - 1; j >= 0; j--) {
      common[i * width + j] = from[i] === to[j] ? common[(i + 1) * width + j + 1]! + 1 : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
    }
  }
  const lines: DiffLine[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      lines.push({ kind: 'same', text: from[i]! })
      i++
      j++
    } else if (j >= to.length || (i < from.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)) lines.push({ kind: 'old', text: from[i++]! })
    else lines.push({ kind: 'new', text: to[j++]! })
  }
  return lines
}

/** Lines far from any change are left out; null stands for a gap. @param context lines that stay around a change */
export const folded = (lines: readonly DiffLine[], context = 3): (DiffLine | null)[] => {
  const near = new Uint8Array(lines.length)
  for (const [i, { kind }] of lines.entries()) if (kind !== 'same') near.fill(1, Math.max(0, i - context), i + context + 1)
  return lines.flatMap((line, i) => (near[i] ? [line] : i === 0 || near[i - 1] ? [null] : []))
}
