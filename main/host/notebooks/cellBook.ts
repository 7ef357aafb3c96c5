import { InputError } from '../../../protocol/errors.ts'
import type { Cell, CellOutput, CellState } from '../../../protocol/notebook.ts'
import type { OutputTable } from '../../store/outputs.ts'
import { contentHash, type KnownCell } from './cellIdentity.ts'
import { cellNames, dependenciesOf, type CellNames } from './dependencies.ts'
import { staleCells } from './staleness.ts'

const idle = (): CellState => ({ status: 'idle', stale: false, started: null, ended: null, outputs: [] })

/** The cells of an open notebook and what each last did, mirrored in the store. */
export interface CellBook {
  cells(): readonly Cell[]
  /** What the stored outputs and the cells now open know of the file's cells. */
  known(): KnownCell[]
  setCells(cells: readonly Cell[]): void
  find(id: string): Cell | undefined
  names(cell: Cell): CellNames
  state(id: string): CellState
  states(): Record<string, CellState>
  /** Changes a cell's state; `ran` is the source that it runs. */
  update(id: string, changes: Partial<CellState>, ran?: string): void
  append(id: string, output: CellOutput): void
  /** Keeps what the cell shows now through later runs, or lets go of it. @throws InputError when there is nothing to keep */
  pin(id: string, pinned: boolean): void
  /** Follows the notebook to a new file. */
  moveTo(path: string): void
}

interface Entry {
  state: CellState
  ranHash: string | null
}

/** @param onState told of each cell whose state looks different now, be it by another cell's run */
export const createCellBook = (start: string, table: OutputTable, onState: (cell: string, state: CellState) => void): CellBook => {
  let path = start
  let cells: readonly Cell[] = []
  const entries = new Map<string, Entry>()
  const names = new Map<string, { key: string; names: CellNames }>()
  const told = new Map<string, string>()
  const stored = table.list(path)
  for (const { cell, contentHash: ranHash, state } of stored) entries.set(cell, { ranHash, state: afterRestart(state) })

  const namesOf = (cell: Cell): CellNames => {
    const key = contentHash(cell)
    const last = names.get(cell.id)
    if (last?.key === key) return last.names
    const found = cellNames(cell, last?.names)
    names.set(cell.id, { key, names: found })
    return found
  }

  const stale = (): Set<string> => staleCells(
    cells.filter(({ kind }) => kind === 'code').map((cell) => {
      const { state, ranHash = null } = entries.get(cell.id) ?? { state: idle() }
      return { id: cell.id, contentHash: contentHash(cell), ranHash, started: state.started, busy: state.status === 'queued' || state.status === 'running' }
    }),
    dependenciesOf(cells, namesOf),
  )

  const states = (): Record<string, CellState> => {
    const old = stale()
    return Object.fromEntries(cells.map(({ id }) => [id, { ...(entries.get(id)?.state ?? idle()), stale: old.has(id) }]))
  }

  const tell = (): void => {
    for (const [id, state] of Object.entries(states())) {
      const { status, stale: old, started, ended, outputs, pinned } = state
      const look = JSON.stringify([status, old, started, ended, outputs.length === 0, pinned?.started])
      // A cell that is new here comes with the answer to whatever brought it.
      if (told.has(id) && told.get(id) !== look) onState(id, state)
      told.set(id, look)
    }
  }

  const store = (id: string): void => {
    const entry = entries.get(id)
    const position = cells.findIndex((cell) => cell.id === id)
    if (entry?.ranHash && position >= 0) table.put(path, { cell: id, position, contentHash: entry.ranHash, state: entry.state })
  }

  return {
    cells: () => cells,
    known: () => (cells.length > 0
      ? cells.map((cell, position) => ({ id: cell.id, contentHash: contentHash(cell), position }))
      : stored.map(({ cell, contentHash: hash, position }) => ({ id: cell, contentHash: hash, position }))),
    setCells(next) {
      cells = next.map((cell) => ({ ...cell }))
      const outputs = cells.flatMap(({ id }, position) => {
        const entry = entries.get(id)
        return entry?.ranHash ? [{ cell: id, position, contentHash: entry.ranHash, state: entry.state }] : []
      })
      table.replaceAll(path, outputs)
      tell()
    },
    find: (id) => cells.find((cell) => cell.id === id),
    names: namesOf,
    state: (id) => states()[id] ?? idle(),
    states,
    update(id, changes, ran) {
      const before = entries.get(id) ?? { state: idle(), ranHash: null }
      const source = ran === undefined ? before.ranHash : contentHash({ kind: 'code', source: ran })
      entries.set(id, { state: { ...before.state, ...changes }, ranHash: source })
      store(id)
      tell()
    },
    append(id, output) {
      const entry = entries.get(id)
      if (!entry) return
      const last = entry.state.outputs.at(-1)
      // One text, however many pieces it came in.
      if (output.kind === 'text' && last?.kind === 'text') entry.state.outputs[entry.state.outputs.length - 1] = { kind: 'text', text: last.text + output.text }
      else {
        entry.state.outputs.push(output)
        store(id)
      }
    },
    pin(id, pinned) {
      const entry = entries.get(id)
      if (!pinned) {
        if (entry) delete entry.state.pinned
      } else {
        if (!entry?.ranHash || entry.state.started === null || entry.state.ended === null || entry.state.outputs.length === 0) throw new InputError('There is no finished output to pin; run the cell first.')
        const { started, ended, outputs } = entry.state
        entry.state = { ...entry.state, pinned: { started, ended, source: entry.ranHash.slice(0, 12), outputs: [...outputs] } }
      }
      store(id)
      tell()
    },
    moveTo: (next) => void (path = next),
  }
}

/** What ran when the app ended did not go on. */
const afterRestart = (state: CellState): CellState => {
  if (state.status !== 'running' && state.status !== 'queued') return state
  const note: CellOutput = { kind: 'text', text: '[The app was closed while this cell ran.]\n' }
  return { ...state, status: 'interrupted', ended: state.ended ?? state.started, outputs: [...state.outputs, note] }
}
