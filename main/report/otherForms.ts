import type { CellOutput } from '../../protocol/notebook.ts'
import type { ReportSource } from './source.ts'

type Words = (output: CellOutput) => string

/** A notebook as Markdown: its text as it is, code in fences, outputs as text. */
export const reportMarkdown = ({ cells, states }: ReportSource, words: Words): string =>
  `${cells.map(({ id, kind, source }) => {
    if (kind === 'markdown') return source
    const text = (states[id]?.outputs ?? []).map(words).join('\n\n').trimEnd()
    return fenced(source, 'ts') + (text === '' ? '' : `\n\n${fenced(text, 'text')}`)
  }).join('\n\n')}\n`

/** A fence longer than any inside. */
const fenced = (text: string, language: string): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}

/** A notebook in Jupyter's format (nbformat 4.5); pictures are outputs, everything else is text. */
export const reportIpynb = ({ cells, states, runs }: ReportSource, words: Words): string => {
  const lines = (text: string): string[] => text.split(/(?<=\n)/)
  const outputOf = (output: CellOutput): object[] => {
    const text = { output_type: 'stream', name: output.kind === 'error' ? 'stderr' : 'stdout', text: lines(`${words(output)}\n`) }
    if (output.kind !== 'pictures') return [text]
    return [text, ...output.pictures.flatMap(({ sha256 }) => {
      const bytes = runs.picture(sha256)
      return bytes ? [{ output_type: 'display_data', metadata: {}, data: { 'image/png': Buffer.from(bytes).toString('base64') } }] : []
    })]
  }
  const notebook = {
    nbformat: 4, nbformat_minor: 5,
    metadata: { language_info: { name: 'typescript', file_extension: '.ts' } },
    cells: cells.map(({ id, kind, source }) => ({
      id: id.replace(/[^\w-]/g, '').slice(0, 64) || 'cell', cell_type: kind, metadata: {}, source: lines(source),
      ...(kind === 'code' && { execution_count: null, outputs: (states[id]?.outputs ?? []).flatMap(outputOf) }),
    })),
  }
  return `${JSON.stringify(notebook, null, 1)}\n`
}
