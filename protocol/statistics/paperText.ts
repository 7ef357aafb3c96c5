import { paperTable, type PaperCell, type PaperOptions, type PaperTable } from './paperCells.ts'
import type { Study } from './study.ts'

export const paperFormats = ['latex', 'markdown', 'csv'] as const
export type PaperFormat = (typeof paperFormats)[number]

/** A study's table to paste into a paper (LaTeX with booktabs, Markdown) or to compute on (CSV, at full precision). */
export const paperText = (study: Study, format: PaperFormat, options: PaperOptions): string => {
  switch (format) {
    case 'latex': return latex(paperTable(study, options))
    case 'markdown': return markdown(paperTable(study, options))
    case 'csv': return studyCsv(study, options.metrics)
  }
}

const markdown = ({ headings, rows, caption }: PaperTable): string => {
  const escape = (text: string): string => text.replace(/[|\\*_]/g, '\\$&')
  const cell = (item: PaperCell): string => {
    if (item.kind === 'word') return escape(item.text)
    const text = item.spread === null ? item.mean : `${item.mean} ± ${item.spread}`
    return item.best ? `**${text}**` : text
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [
    line(headings.map(({ text, arrow }) => `${escape(text)}${arrow && ` ${arrow}`}`)),
    line(headings.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
    '', caption, '',
  ].join('\n')
}

const special: Record<string, string> = {
  '\\': '\\textbackslash{}', '{': '\\{', '}': '\\}', '$': '\\$', '&': '\\&', '#': '\\#', '%': '\\%', '_': '\\_', '^': '\\textasciicircum{}', '~': '\\textasciitilde{}',
  λ: '$\\lambda$', ε: '$\\varepsilon$', β: '$\\beta$', Δ: '$\\Delta$', '₁': '$_1$', '₂': '$_2$', '±': '$\\pm$', '−': '$-$', '—': '---', '↓': '$\\downarrow$', '↑': '$\\uparrow$',
}

/** Text that LaTeX sets as it is written. */
export const latexText = (text: string): string => [...text].map((char) => special[char] ?? char).join('')

const latex = ({ headings, rows, caption }: PaperTable): string => {
  const cell = (item: PaperCell): string => {
    if (item.kind === 'word') return latexText(item.text)
    const text = `${item.mean.replace('−', '-')}${item.spread === null ? '' : ` \\pm ${item.spread}`}`
    return item.best ? `$\\mathbf{${text}}$` : `$${text}$`
  }
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`
  return [
    '% needs \\usepackage{booktabs}',
    '\\begin{table}', '  \\centering', `  \\caption{${latexText(caption)}}`,
    `  \\begin{tabular}{${headings.map(({ numeric }) => (numeric ? 'r' : 'l')).join('')}}`,
    '    \\toprule', line(headings.map(({ text, arrow }) => `${latexText(text)}${arrow && ` ${latexText(arrow)}`}`)), '    \\midrule',
    ...rows.map((row) => line(row.map(cell))),
    '    \\bottomrule', '  \\end{tabular}', '\\end{table}', '',
  ].join('\n')
}

/** One field of a CSV line (RFC 4180). */
export const csvField = (value: unknown): string => {
  const text = value === null || value === undefined ? '' : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const csvText = (rows: readonly (readonly unknown[])[]): string => rows.map((row) => `${row.map(csvField).join(',')}\r\n`).join('')

/** A row a variant with n, mean, std, standard error, 95 % half-width and paired difference of each metric, unrounded. */
const studyCsv = (study: Study, metrics?: readonly string[]): string => {
  const columns = study.metrics.filter(({ key }) => metrics?.includes(key) ?? true)
  const heads = columns.flatMap(({ key }) => [key, ...['n', 'std', 'error', 'ci95', ...(study.baseline < 0 ? [] : ['difference', 'difference_ci95', 'pairs'])].map((part) => `${key} ${part}`)])
  return csvText([
    [...(study.knobs.length > 0 ? study.knobs : ['variant']), 'seeds', ...heads],
    ...study.variants.map((variant, row) => [
      ...(study.knobs.length > 0 ? variant.values.map((value) => (value !== null && typeof value === 'object' ? JSON.stringify(value) : value)) : [variant.label]),
      variant.counted.map(({ config }) => config.train.seed).join(' '),
      ...columns.flatMap(({ cells }) => {
        const { summary, difference } = cells[row]!
        const paired = study.baseline < 0 ? [] : [difference?.summary.mean, difference?.summary.interval, difference?.summary.n]
        return [summary?.mean, summary?.n, summary?.std, summary?.error, summary?.interval, ...paired]
      }),
    ]),
  ])
}

/** A row a run: what it is, the knobs, and the last value of each metric, unrounded. */
export const runsCsv = (runs: readonly { id: string; name: string; status: string; step: number; values: readonly unknown[]; metrics: readonly (number | undefined)[] }[], knobs: readonly string[], metrics: readonly string[]): string =>
  csvText([
    ['run', 'name', 'status', 'step', ...knobs, ...metrics],
    ...runs.map(({ id, name, status, step, values, metrics: numbers }) => [id, name, status, step, ...values, ...numbers]),
  ])
