import type { Cell } from '../../../protocol/notebook.ts'

/** A cell as the file has it: ids are not in the file. */
export type FileCell = Pick<Cell, 'kind' | 'source'>

/** What of a file's form is kept when it is written again. */
export interface FileForm {
  byteOrderMark: boolean
  lineEnd: '\n' | '\r\n'
}

export const plainForm: FileForm = { byteOrderMark: false, lineEnd: '\n' }

/**
 * Reads the percent format: `// %%` starts a code cell, `// %% [markdown]` a text cell of `// ` comment lines.
 * Text before the first marker is a code cell; code under a markdown marker becomes a code cell of its own, so nothing is lost.
 */
export const parseNotebook = (text: string): { cells: FileCell[]; form: FileForm } => {
  const byteOrderMark = text.startsWith('\uFEFF')
  const lines = (byteOrderMark ? text.slice(1) : text).split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const form: FileForm = { byteOrderMark, lineEnd: /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n' }
  const chunks = splitAtMarkers(lines)
  const cells = chunks.flatMap((chunk, i) => {
    const body = i < chunks.length - 1 ? withoutSeparator(chunk.lines) : chunk.lines
    return chunk.kind === 'markdown' ? markdownCells(chunk.title, body) : [codeCell(chunk.title, body)]
  })
  return { cells, form }
}

/** Writes the cells with one empty line between them. `parseNotebook` gives the same cells back. */
export const serialiseNotebook = (cells: readonly FileCell[], form: FileForm = plainForm): string => {
  const blocks = cells.map(({ kind, source }) => {
    const lines = source === '' ? [] : source.replace(/\r\n?/g, '\n').split('\n')
    return kind === 'markdown'
      ? ['// %% [markdown]', ...lines.map(commentLine)]
      : ['// %%', ...lines.map((line) => line.replace(codeMarker, '$1\\$2'))]
  })
  const text = blocks.map((lines) => lines.map((line) => line + form.lineEnd).join('')).join(form.lineEnd)
  return (form.byteOrderMark ? '\uFEFF' : '') + text
}

interface Chunk {
  kind: Cell['kind']
  title: string
  lines: string[]
}

const marker = /^\/\/ ?%%(.*)$/
/** A line inside code that would read as a marker is written with a backslash before `%%`. */
const codeMarker = /^(\/\/ ?)(\\*%%)/
const escapedCodeMarker = /^(\/\/ ?)\\(\\*%%)/

const splitAtMarkers = (lines: readonly string[]): Chunk[] => {
  const chunks: Chunk[] = []
  for (const line of lines) {
    const found = marker.exec(line)
    if (found) {
      const [, kind, title = ''] = /^\s*(\[(?:markdown|md)\])?\s*(.*?)\s*$/.exec(found[1]!)!
      chunks.push({ kind: kind ? 'markdown' : 'code', title, lines: [] })
    } else if (chunks.length > 0) chunks.at(-1)!.lines.push(line)
    else if (line.trim() !== '') chunks.push({ kind: 'code', title: '', lines: [line] })
  }
  return chunks
}

const withoutSeparator = (lines: string[]): string[] => (lines.at(-1) === '' ? lines.slice(0, -1) : lines)

const codeCell = (title: string, lines: readonly string[]): FileCell => ({
  kind: 'code',
  source: [...(title ? [`// ${title}`] : []), ...lines.map((line) => line.replace(escapedCodeMarker, '$1$2'))].join('\n'),
})

const markdownCells = (title: string, lines: string[]): FileCell[] => {
  const end = lines.findIndex((line) => line.trim() !== '' && !line.startsWith('//'))
  const text = (end < 0 ? lines : lines.slice(0, end)).slice()
  while (text.at(-1)?.trim() === '') text.pop()
  const source = [...(title ? [`# ${title}`] : []), ...text.map(textLine)].join('\n')
  const markdown: FileCell = { kind: 'markdown', source }
  return end < 0 ? [markdown] : [markdown, codeCell('', lines.slice(end))]
}

const commentLine = (line: string): string => (line === '' ? '//' : `// ${line.replace(/^(\\*%%)/, '\\$1')}`)

const textLine = (line: string): string => line.replace(/^\/\/ ?|^\s+$/, '').replace(/^\\(\\*%%)/, '$1')
