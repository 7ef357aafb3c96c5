import { resolve } from 'node:path'
import type { Cell, CellState } from '../../protocol/notebook.ts'
import { labTypes } from '../cells/labTypes.ts'
import type { Host } from '../host/host.ts'
import { createNotebookService } from '../host/notebooks/notebookService.ts'
import { isEnded } from '../host/runs/transitions.ts'
import { needPositional, refuseMorePositionals, type CliContext, type Command } from './command.ts'
import { progressLine } from './followRun.ts'
import { outputText } from './outputText.ts'

/** `lab run`: a notebook without its page. */
export const run: Command = {
  name: 'run',
  usage: 'NOTEBOOK',
  summary: 'Run all cells of a notebook from the top and print what they show. Naming it here says that you trust its code.',
  options: {},
  run: async (input, context) => {
    const { output } = context
    const file = resolve(needPositional(input, 0, 'The notebook to run'))
    refuseMorePositionals(input, 1)
    const host = context.openHost({ notebooks: createNotebookService, labTypes: labTypes() })
    const { path, cells } = await host.request('notebook.open', { path: file })
    await host.request('notebook.trust', { path })
    const places = new Map(cells.filter(({ kind }) => kind === 'code').map(({ id }, place) => [id, place + 1]))
    showWork(host, places, context)
    context.onInterrupt((time) => {
      if (time === 1) output.note('Stopping; a run in training stops after a checkpoint. Press Ctrl-C again to end at once.')
      for (const { id, status, notebook } of host.runs.list()) if (notebook === path && !isEnded(status)) host.runs.stop(id)
      void host.request('cell.interrupt', { path })
    })
    for (const cell of cells) {
      const place = places.get(cell.id)
      if (place === undefined) continue
      output.note(`[${place}] ${firstLine(cell)}`)
      const { status } = await runCell(host, path, cell.id)
      output.emit({ event: 'cell', cell: place, status })
      if (status === 'done') continue
      output.note(`Cell ${place} ${status === 'failed' ? 'failed' : 'was interrupted'}, so the cells below it were not run.`)
      return 1
    }
    output.emit({ event: 'finished', notebook: path })
    return 0
  },
}

/** Runs one cell to its end. */
const runCell = async (host: Host, path: string, cell: string): Promise<CellState> => {
  const { promise, resolve: end } = Promise.withResolvers<CellState>()
  const stop = host.on('cell', (event) => {
    if (event.cell === cell && ['done', 'failed', 'interrupted'].includes(event.state.status) && event.state.ended !== null) end(event.state)
  })
  try {
    await host.request('cell.run', { path, cell })
    return await promise
  } finally {
    stop()
  }
}

const showWork = (host: Host, places: ReadonlyMap<string, number>, { output }: CliContext): void => {
  host.on('output', ({ cell, output: shown }) => {
    output.say(outputText(shown, host.runs))
    output.emit({ event: 'output', cell: places.get(cell) ?? null, output: shown })
  })
  host.on('run', (record) => {
    if (isEnded(record.status)) {
      output.note(`"${record.name}" ${record.status}${record.reason === null ? '.' : `: ${record.reason}`}`)
      output.emit({ event: 'run', run: record.id, name: record.name, status: record.status, reason: record.reason, metrics: host.runs.lastMetrics(record.id) })
    } else if (record.status === 'running' && record.step > 0) {
      output.progress(progressLine(record, host.store.metrics.last(record.id), Date.now()))
    }
  })
}

const firstLine = ({ source }: Cell): string => source.split('\n').find((line) => line.trim() !== '') ?? ''
