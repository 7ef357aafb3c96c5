import type { Cell } from '../../protocol/notebook.ts'

/** What the source part of a cell is given. */
export interface InputProps {
  notebook: string
  cell: Cell
  selected: boolean
  editing: boolean
}
