import { createHash } from 'node:crypto'
import type { Cell } from '../../../protocol/notebook.ts'
import type { FileCell } from './percentFormat.ts'

/** What is remembered of a cell from before: an earlier reading of the file, or stored outputs. */
export interface KnownCell {
  id: string
  contentHash: string
  position: number
}

/** Identifies a cell's content. */
export const contentHash = ({ kind, source }: FileCell): string => createHash('sha256').update(`${kind}\n${source}`).digest('hex')

/**
 * Gives the cells of a file their ids. A cell keeps its id when its content is known, nearest place first, or else when
 * it stands where a cell stood whose content is gone; a new one gets an id made from its content.
 */
export const identifyCells = (cells: readonly FileCell[], known: readonly KnownCell[]): Cell[] => {
  const hashes = cells.map(contentHash)
  const ids = new Array<string | undefined>(cells.length).fill(undefined)
  const left = new Set(known)
  const take = (i: number, candidate: KnownCell | undefined): void => {
    if (!candidate) return
    ids[i] = candidate.id
    left.delete(candidate)
  }
  hashes.forEach((hash, i) => take(i, nearest([...left].filter((cell) => cell.contentHash === hash), i)))
  const shift = shifts(ids, known)
  ids.forEach((id, i) => {
    if (id === undefined) take(i, [...left].find(({ position }) => position + shift(i) === i))
  })
  const used = new Set(ids)
  return cells.map(({ kind, source }, i) => {
    const id = ids[i] ?? newId(hashes[i]!.slice(0, 12), used)
    used.add(id)
    return { id, kind, source }
  })
}

const nearest = (candidates: readonly KnownCell[], position: number): KnownCell | undefined =>
  candidates.toSorted((a, b) => Math.abs(a.position - position) - Math.abs(b.position - position))[0]

/** How far the nearest recognised cell above has moved: an edited cell below it moved as far. */
const shifts = (ids: readonly (string | undefined)[], known: readonly KnownCell[]): ((i: number) => number) => {
  const before = new Map(known.map(({ id, position }) => [id, position]))
  return (i) => {
    const above = ids.slice(0, i).findLastIndex((id) => id !== undefined)
    return above < 0 ? 0 : above - before.get(ids[above]!)!
  }
}

const newId = (base: string, used: ReadonlySet<string | undefined>): string => {
  for (let n = 1; ; n++) {
    const id = n === 1 ? base : `${base}-${n}`
    if (!used.has(id)) return id
  }
}
