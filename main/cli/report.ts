import { realpathSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { contentHash, identifyCells } from '../host/notebooks/cellIdentity.ts'
import { readNotebookFile } from '../host/notebooks/notebookFile.ts'
import { notebookName } from '../host/notebooks/notebookShelf.ts'
import { parseNotebook } from '../host/notebooks/percentFormat.ts'
import { findRun } from '../host/runs/findRun.ts'
import { reportHtml } from '../report/html.ts'
import { reportIpynb, reportMarkdown } from '../report/otherForms.ts'
import type { ReportRuns, ReportSource } from '../report/source.ts'
import type { Store } from '../store/store.ts'
import { choiceOption } from './choiceOption.ts'
import { needPositional, refuseMorePositionals, type Command } from './command.ts'
import { outputText } from './outputText.ts'

const formats = ['html', 'markdown', 'ipynb'] as const
const endings = { html: 'html', markdown: 'md', ipynb: 'ipynb' }

/** `lab report`: a notebook with its outputs as a file to send. */
export const report: Command = {
  name: 'report',
  usage: 'NOTEBOOK',
  summary: 'Write a notebook with what its cells last showed as one file: HTML that stands alone, Markdown, or a Jupyter notebook.',
  options: {
    out: { value: 'FILE', help: 'where to write it (default: the notebook\'s name, here)' },
    format: { value: formats.join('|'), help: 'default: by the ending of --out, else html' },
  },
  run: async (input, { output, openStore }) => {
    const file = resolve(needPositional(input, 0, 'The notebook'))
    refuseMorePositionals(input, 1)
    const { text } = await readNotebookFile(file)
    const asked = input.value('out')
    const format = choiceOption(input, 'format', formats) ?? formats.find((name) => asked?.endsWith(`.${endings[name]}`)) ?? 'html'
    const source = sourceOf(realpathSync(file), text, openStore())
    const words = (shown: Parameters<typeof outputText>[0]): string => outputText(shown, source.runs)
    const written = format === 'html' ? reportHtml(source) : format === 'markdown' ? reportMarkdown(source, words) : reportIpynb(source, words)
    const out = resolve(asked ?? `${source.name}.${endings[format]}`)
    writeFileSync(out, written)
    output.note(Object.keys(source.states).length === 0 ? `Written to ${out}; none of its cells has been run here, so it has no outputs.` : `Written to ${out}.`)
    output.emit({ event: 'report', path: out, format })
    return 0
  },
}

const sourceOf = (path: string, text: string, store: Store | null): ReportSource => {
  const stored = store?.outputs.list(path) ?? []
  const cells = identifyCells(parseNotebook(text).cells, stored.map(({ cell, contentHash: hash, position }) => ({ id: cell, contentHash: hash, position })))
  const states = Object.fromEntries(stored.flatMap(({ cell: id, state, contentHash: hash }) => {
    const cell = cells.find((item) => item.id === id)
    return cell ? [[id, { ...state, stale: state.stale || contentHash(cell) !== hash }]] : []
  }))
  return { name: notebookName(path), cells, states, runs: runsOf(store) }
}

const runsOf = (store: Store | null): ReportRuns => ({
  find: (reference) => findRun(store?.runs.list() ?? [], reference),
  lastMetrics: (run) => store?.metrics.last(run) ?? {},
  metrics: (run, keys, afterStep, limit) => store?.metrics.read(run, keys, afterStep, limit) ?? [],
  media: (run) => store?.media.list(run) ?? [],
  picture: (sha256) => store?.media.bytes(sha256) ?? null,
})
