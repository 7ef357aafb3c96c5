import type { SectionResult, Table } from '../sections/section.ts'

/** A table as Markdown, its columns as wide as their longest text so that it reads on a terminal too. */
export const markdownTable = ({ title, columns, rows }: Table): string => {
  const cells = [columns, ...rows].map((row) => row.map((text) => text.replaceAll('|', '\\|')))
  const widths = columns.map((_, i) => Math.max(3, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[]): string => `| ${row.map((text, i) => text.padEnd(widths[i]!)).join(' | ')} |`
  const [head, ...body] = cells
  return [...(title ? [`**${title}**`, ''] : []), line(head!), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n')
}

/** What a section found, without its head. @param folder where the document finds the charts */
export const markdownResult = ({ tables, charts = [], notes = [] }: SectionResult, folder: string | null): string => [
  ...tables.map(markdownTable),
  ...(folder === null ? [] : charts.map(({ name, alt }) => `![${alt}](${folder}/${name}.svg)`)),
  ...(notes.length > 0 ? [notes.map((note) => `- ${note}`).join('\n')] : []),
].join('\n\n')
