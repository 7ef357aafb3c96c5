import type { Caret } from './CellEditor.tsx'

/** The place in a static view's text under a point, so that a click puts the caret where it landed. */
export const caretAt = (root: Element, clientX: number, clientY: number): Caret | null => {
  const found = document.caretPositionFromPoint?.(clientX, clientY)
  if (!found || !root.contains(found.offsetNode)) return null
  const range = document.createRange()
  range.setStart(root, 0)
  range.setEnd(found.offsetNode, found.offset)
  const lines = range.toString().split('\n')
  return { line: lines.length, column: lines.at(-1)!.length + 1 }
}
