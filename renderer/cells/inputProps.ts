import type { Cell } from '../../protocol/notebook.ts'

/** What the source part of a cell is given. */
export interface InputProps {
  session: number
  cell: Cell
  selected: boolean
  editing: boolean
}
