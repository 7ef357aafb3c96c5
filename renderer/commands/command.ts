import type { Lab } from '../actions/lab.ts'
import type { LabState } from '../state/labState.ts'

/** Something that the user can do. Menu, palette, keys and help all come from the list of these. */
export interface Command {
  id: string
  label: string
  group: 'Run' | 'Cells' | 'Notebook' | 'View'
  /** Each one or more presses: `Mod+Enter`, `Shift+Enter`, `d d`. Mod is Cmd on a Mac and Ctrl elsewhere. */
  keys: readonly string[]
  /** `command`: only while nothing is being typed. `edit`: only while typing into a cell. */
  mode: 'any' | 'command' | 'edit'
  /** Absent: always. */
  when?(state: LabState): boolean
  run(lab: Lab): void
}

/** A notebook is open and in front. */
export const inNotebook = ({ notebook, view }: LabState): boolean => notebook !== null && view.kind === 'notebook'

/** A cell is selected in the notebook in front. */
export const onCell = (state: LabState): boolean => inNotebook(state) && state.notebook?.selected != null
