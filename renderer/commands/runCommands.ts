import { insertBeside, interrupt, restart, runAll, runAndAdvance, runSelected, runStale } from '../actions/cells.ts'
import type { LabState } from '../state/labState.ts'
import { inNotebook, onCell, type Command } from './command.ts'

/** A cell of the notebook in front runs or waits. */
const isBusy = (state: LabState): boolean =>
  inNotebook(state) && Object.values(state.notebook?.states ?? {}).some(({ status }) => status === 'running' || status === 'queued')

const run = { group: 'Run', mode: 'any' } as const

/** What makes code run or stop. */
export const runCommands: readonly Command[] = [
  { ...run, id: 'run.advance', label: 'Run the cell and go to the next', keys: ['Shift+Enter'], when: onCell, run: runAndAdvance },
  { ...run, id: 'run.inPlace', label: 'Run the cell', keys: ['Mod+Enter'], when: onCell, run: runSelected },
  { ...run, id: 'run.insert', label: 'Run the cell and insert one below', keys: ['Alt+Enter'], when: onCell, run: (lab) => { runSelected(lab); insertBeside(lab, 1, 'code', 'edit') } },
  { ...run, id: 'run.all', label: 'Run all cells', keys: [], when: inNotebook, run: runAll },
  { ...run, id: 'run.stale', label: 'Run stale cells', keys: ['Mod+Shift+Enter'], when: inNotebook, run: runStale },
  { ...run, id: 'run.interrupt', label: 'Interrupt the running cell', keys: ['i i'], mode: 'command', when: isBusy, run: (lab) => void interrupt(lab) },
  { ...run, id: 'run.restart', label: 'Restart: forget all names', keys: ['0 0'], mode: 'command', when: inNotebook, run: (lab) => void restart(lab) },
]
