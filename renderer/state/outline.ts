import type { Cell } from '../../protocol/notebook.ts'

/** A line of the outline: a heading, or a code cell by its first words. */
export interface OutlineItem {
  cell: string
  kind: 'heading' | 'code'
  /** 1 to 6 for headings; code stands one below the heading above it. */
  level: number
  text: string
}

/** Headings and code cells, in order. */
export const outlineOf = (cells: readonly Cell[]): OutlineItem[] => {
  let level = 0
  return cells.flatMap(({ id, kind, source }): OutlineItem[] => {
    if (kind === 'code') return [{ cell: id, kind, level: level + 1, text: firstLine(source) }]
    return headings(source).map((heading) => {
      level = heading.level
      return { cell: id, kind: 'heading', ...heading }
    })
  })
}

const headings = (source: string): { level: number; text: string }[] => {
  let fenced = false
  return source.split('\n').flatMap((line) => {
    if (/^\s*(```|~~~)/.test(line)) fenced = !fenced
    const found = fenced ? null : /^(#{1,6})\s+(.+?)\s*#*$/.exec(line)
    return found ? [{ level: found[1]!.length, text: found[2]!.replace(/[*_`]/g, '') }] : []
  })
}

const firstLine = (source: string): string => source.split('\n').map((line) => line.trim().replace(/^\/\/\s*/, '')).find((line) => line !== '') ?? 'empty cell'
