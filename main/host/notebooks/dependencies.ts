import type { Cell } from '../../../protocol/notebook.ts'
import { freeNames } from '../../cells/freeNames.ts'
import { parseCell } from '../../cells/program.ts'
import { definedNames } from '../../cells/topLevelNames.ts'

/** The names that a cell gives to others and takes from them. */
export interface CellNames {
  defines: readonly string[]
  uses: ReadonlySet<string>
}

const none: CellNames = { defines: [], uses: new Set() }

/**
 * The names of a cell as it is written.
 * @param before what a cell that cannot be read now had: half-typed, it still stands for its names
 */
export const cellNames = ({ kind, source }: Pick<Cell, 'kind' | 'source'>, before: CellNames = none): CellNames => {
  if (kind === 'markdown') return none
  try {
    const { tree } = parseCell(source)
    return { defines: definedNames(tree), uses: freeNames(tree) }
  } catch {
    return before
  }
}

/** For each cell, the cells whose names it uses. */
export const dependenciesOf = (cells: readonly Cell[], namesOf: (cell: Cell) => CellNames = (cell) => cellNames(cell)): Map<string, Set<string>> => {
  const definers = definersOf(cells, namesOf)
  return new Map(cells.map((cell) => {
    const others = [...namesOf(cell).uses].flatMap((name) => definers.get(name) ?? []).filter((other) => other.id !== cell.id)
    return [cell.id, new Set(others.map(({ id }) => id))]
  }))
}

/** The cells that define each name. */
export const definersOf = (cells: readonly Cell[], namesOf: (cell: Cell) => CellNames = (cell) => cellNames(cell)): Map<string, Cell[]> => {
  const definers = new Map<string, Cell[]>()
  for (const cell of cells) {
    for (const name of namesOf(cell).defines) definers.set(name, [...(definers.get(name) ?? []), cell])
  }
  return definers
}

/** Why a cell cannot run because of its names, or null: a name that two cells define would have two meanings. */
export const nameClash = (cell: Cell, cells: readonly Cell[], namesOf: (cell: Cell) => CellNames = (cell) => cellNames(cell)): string | null => {
  for (const name of namesOf(cell).defines) {
    const other = cells.find((candidate) => candidate.id !== cell.id && namesOf(candidate).defines.includes(name))
    if (other) {
      const [first, second] = [cell, other].toSorted((a, b) => cells.indexOf(a) - cells.indexOf(b))
      return `"${name}" is defined by two cells, ${cellLabel(first!, cells)} and ${cellLabel(second!, cells)}; rename it in one of them.`
    }
  }
  return null
}

/** How a message calls a cell: by its place, and by how it begins. */
export const cellLabel = (cell: Cell, cells: readonly Cell[]): string => {
  const line = cell.source.split('\n').find((text) => text.trim() !== '')?.trim() ?? ''
  return `cell ${cells.indexOf(cell) + 1} (${line.length > 40 ? `${line.slice(0, 40)}…` : line})`
}
