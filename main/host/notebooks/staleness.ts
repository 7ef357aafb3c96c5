/** What staleness needs to know about a cell. */
export interface RanCell {
  id: string
  /** Hash of the source as it is now. */
  contentHash: string
  /** Hash of the source that ran; null when it never did. */
  ranHash: string | null
  /** When it ran; later runs have larger numbers. */
  started: number | null
  /** Waits or runs right now. */
  busy: boolean
}

/**
 * The cells whose outputs no longer belong to the notebook as it is: their source changed since they ran, or a cell
 * that they depend on changed, ran later, or has not run. A cell that never ran is not stale, only new.
 */
export const staleCells = (cells: readonly RanCell[], dependencies: ReadonlyMap<string, ReadonlySet<string>>): Set<string> => {
  const byId = new Map(cells.map((cell) => [cell.id, cell]))
  const known = new Map<string, boolean>()

  const outdated = (cell: RanCell): boolean => {
    const before = known.get(cell.id)
    if (before !== undefined) return before
    // Cells that use each other's names: the one asked about first decides by its own source.
    known.set(cell.id, cell.ranHash !== cell.contentHash)
    const result = cell.ranHash !== cell.contentHash || [...(dependencies.get(cell.id) ?? [])].some((id) => {
      const below = byId.get(id)
      return below !== undefined && (below.started === null || below.started > (cell.started ?? 0) || outdated(below))
    })
    known.set(cell.id, result)
    return result
  }

  return new Set(cells.filter((cell) => cell.ranHash !== null && !cell.busy && outdated(cell)).map(({ id }) => id))
}
