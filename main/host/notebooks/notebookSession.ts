import { dirname, join } from 'node:path'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import type { Cell, CellOutput, CellState } from '../../../protocol/notebook.ts'
import type { SpawnWorker } from '../../cells/workerMessages.ts'
import type { OutputTable } from '../../store/outputs.ts'
import type { Publish } from '../runs/publish.ts'
import { createCellBook, type CellBook } from './cellBook.ts'
import { cellLabel, definersOf, nameClash } from './dependencies.ts'
import { createWorkerLink, type CellEnd } from './workerLink.ts'

/** An open notebook: its cells, its worker, and the cells that wait. */
export interface NotebookSession {
  readonly book: CellBook
  path(): string
  moveTo(path: string): void
  /** Queues a cell. @throws InputError when there is no such code cell */
  run(cell: string): Promise<CellState>
  interrupt(): void
  restart(): void
  clearOutputs(cell: string): void
  /** Keeps what a cell shows through its later runs, or lets go of it. */
  pin(cell: string, pinned: boolean): void
  /** Resolves when nothing of it writes to the store any more. */
  close(): Promise<void>
}

interface Waiting {
  cell: Cell
  before: CellState
  resolve(state: CellState): void
}

export interface SessionOptions {
  path: string
  outputs: OutputTable
  publish: Publish
  spawn: SpawnWorker
  answer(name: string, input: unknown, origin: { notebook: string; cell: string }): Promise<unknown>
  /** A sentence about runs of a cell that go on without it, or null. */
  goingOn(cell: string, since: number): string | null
}

const notRun = (count: number): string => `[${count === 1 ? 'The cell that waited' : `The ${count} cells that waited`} behind this one ${count === 1 ? 'was' : 'were'} not run.]\n`

export const createNotebookSession = ({ path: start, outputs, publish, spawn, answer, goingOn }: SessionOptions): NotebookSession => {
  let path = start
  let queue: Waiting[] = []
  let busy = false
  let working = Promise.resolve()
  let lastStart = 0
  const book = createCellBook(path, outputs, (cell, state) => publish('cell', { path, cell, state }))
  const show = (cell: string, output: CellOutput): void => {
    const shown = output.kind === 'error' && output.name === 'ReferenceError' ? withHint(output, cell) : output
    book.append(cell, shown)
    publish('output', { path, cell, output: shown })
  }
  const link = createWorkerLink({ spawn, onOutput: show, answer: (name, input, cell) => answer(name, input, { notebook: path, cell }) })

  /** A name that is not there is most often one whose cell has not run yet. */
  const withHint = (output: Extract<CellOutput, { kind: 'error' }>, cell: string): CellOutput => {
    const name = /^(\S+) is not defined$/.exec(output.message)?.[1]
    const cells = book.cells()
    const definer = name ? definersOf(cells, book.names).get(name)?.find(({ id }) => id !== cell) : undefined
    return definer ? { ...output, message: `${output.message} yet; ${cellLabel(definer, cells)} defines it: run that cell first` } : output
  }

  const finish = (id: string, started: number, end: CellEnd): void => {
    if (end.status === 'gone') {
      const goOn = goingOn(id, started)
      show(id, { kind: 'text', text: `[${end.reason} All names that cells defined are forgotten; run the cells that define them again.${goOn ? ` ${goOn}` : ''}]\n` })
    } else if (end.status === 'interrupted') {
      const goOn = goingOn(id, started)
      show(id, { kind: 'text', text: `[Interrupted; names are kept.${goOn ? ` ${goOn}` : ''}]\n` })
    }
    const status = end.status === 'gone' ? (end.byUser ? 'interrupted' : 'failed') : end.status
    book.update(id, { status, ended: Date.now() })
  }

  const runNow = async ({ cell }: Waiting): Promise<CellState> => {
    // Later runs have larger numbers even within one millisecond.
    const started = (lastStart = Math.max(Date.now(), lastStart + 1))
    book.update(cell.id, { status: 'running', started, ended: null, outputs: [] }, cell.source)
    const clash = nameClash(cell, book.cells(), book.names)
    if (clash) {
      show(cell.id, { kind: 'error', name: 'Two definitions', message: clash, line: null, stack: '' })
      finish(cell.id, started, { status: 'failed' })
    } else {
      const file = join(dirname(path), `cell-${cell.id}.ts`)
      finish(cell.id, started, await link.run({ cell: cell.id, source: cell.source, file }).catch((thrown: unknown) => ({ status: 'gone' as const, byUser: false, reason: messageOf(thrown) })))
    }
    return book.state(cell.id)
  }

  const unqueue = (): void => {
    const waiting = queue
    queue = []
    for (const { cell, before, resolve } of waiting) {
      book.update(cell.id, before)
      resolve(book.state(cell.id))
    }
  }

  const work = async (): Promise<void> => {
    busy = true
    for (let next = queue.shift(); next; next = queue.shift()) {
      const state = await runNow(next)
      // What waits behind a cell that failed was asked for in the belief that it would not.
      if (state.status !== 'done') {
        if (queue.length > 0) show(next.cell.id, { kind: 'text', text: notRun(queue.length) })
        unqueue()
      }
      next.resolve(book.state(next.cell.id))
    }
    busy = false
  }

  return {
    book,
    path: () => path,
    moveTo(next) {
      path = next
      book.moveTo(next)
    },
    run(id) {
      const cell = book.find(id)
      if (!cell) throw new InputError('There is no such cell in the notebook as it was last saved; save it, then run the cell.')
      if (cell.kind !== 'code') throw new InputError('A text cell cannot be run.')
      const before = book.state(id)
      if (before.status === 'queued' || before.status === 'running') return Promise.resolve(before)
      return new Promise((resolve) => {
        queue.push({ cell, before, resolve })
        book.update(id, { status: 'queued' })
        if (!busy) working = work()
      })
    },
    interrupt() {
      unqueue()
      link.interrupt()
    },
    restart() {
      unqueue()
      link.kill()
    },
    clearOutputs(cell) {
      if (['queued', 'running'].includes(book.state(cell).status)) throw new InputError('The cell is running; interrupt it first.')
      book.update(cell, { outputs: [] })
    },
    pin(cell, pinned) {
      if (pinned && ['queued', 'running'].includes(book.state(cell).status)) throw new InputError('The cell is running; pin its output when it is done.')
      book.pin(cell, pinned)
    },
    async close() {
      unqueue()
      link.kill()
      await working
    },
  }
}
