/** Replace the characters from `start` to `end` by `text`. */
export interface TextEdit {
  start: number
  end: number
  text: string
}

/** The smallest edit in one place that turns one text into another; null when they are the same. */
export const textEdit = (from: string, to: string): TextEdit | null => {
  if (from === to) return null
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start++
  let tail = 0
  while (tail < shorter - start && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++
  return { start, end: from.length - tail, text: to.slice(start, to.length - tail) }
}
