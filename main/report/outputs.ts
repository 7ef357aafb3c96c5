import type { ComparisonSpec } from '../../protocol/comparison.ts'
import { flatten } from '../../protocol/config/index.ts'
import { escapeHtml } from '../../protocol/markdown/toHtml.ts'
import { metricLabel } from '../../protocol/metricKeys.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import type { RunRecord } from '../../protocol/records.ts'
import {
  bandOf, differenceSentence, leftOut, leftOutLabel, numberWord, paperMetrics, paperTable, studyOf, valueWord, type ComparedRun, type PaperCell, type Study,
} from '../../protocol/statistics/index.ts'
import { lineChart } from './lineChart.ts'
import type { ReportCurve } from './reportCurve.ts'
import type { ReportRuns } from './source.ts'

type Pictures = Extract<CellOutput, { kind: 'pictures' }>['pictures']

/** Points of a curve in a report: enough to look at, few enough to send by mail. */
const pointLimit = 300

/** One output as HTML that loads nothing and runs nothing. */
export const outputHtml = (output: CellOutput, runs: ReportRuns): string => {
  switch (output.kind) {
    case 'text':
    case 'value': return `<pre>${escapeHtml(output.text)}</pre>`
    // Our own refusals are whole sentences.
    case 'error': return `<pre class="error">${escapeHtml(['Error', 'InputError'].includes(output.name) ? output.message : `${output.name}: ${output.message}`)}</pre>`
    case 'config': {
      const leaves = flatten(output.config)
      return `<p class="keys">${output.userKeys.map((key) => `<code>${escapeHtml(`${key} ${valueWord(leaves[key])}`)}</code>`).join(' ') || 'All values are defaults.'}</p>`
    }
    case 'pictures': return `${output.title ? `<h3>${escapeHtml(output.title)}</h3>` : ''}${pictures(output.pictures, runs)}`
    case 'table': return htmlTable(output.columns, output.rows.map((row) => row.map((cell) => (typeof cell === 'number' ? tableNumber(cell) : cell ?? '—'))))
    case 'runs': return known(output.runs, runs).map((run, _, all) => runHtml(run, runs, all.length === 1)).join('')
    case 'comparison': return comparisonHtml(output.comparison, runs)
    case 'inspection': return `<pre>${escapeHtml(output.summary)}</pre>`
  }
}

/** The runs that are still there; a run in the trash is none of the report's business. */
const known = (ids: readonly string[], runs: ReportRuns): RunRecord[] => ids.flatMap((id) => {
  try {
    return [runs.find(id)]
  } catch {
    return []
  }
})

/** Whole numbers and short ones as they are, measured ones to four digits. */
const tableNumber = (value: number): string => (String(value).length <= 6 ? String(value) : numberWord(value))

const htmlTable = (heads: readonly string[], rows: readonly (readonly string[])[], bold: (row: number, column: number) => boolean = () => false): string =>
  `<table><thead><tr>${heads.map((head) => `<th>${escapeHtml(head)}</th>`).join('')}</tr></thead><tbody>${rows.map((row, r) => `<tr>${row.map((cell, c) => (bold(r, c) ? `<td><b>${escapeHtml(cell)}</b></td>` : `<td>${escapeHtml(cell)}</td>`)).join('')}</tr>`).join('')}</tbody></table>`

const pictures = (items: Pictures, runs: ReportRuns): string =>
  `<div class="pictures">${items.map(({ sha256, text, reference }) => {
    const bytes = runs.picture(sha256)
    const image = bytes ? `<img alt="${escapeHtml(text)}" src="data:image/png;base64,${Buffer.from(bytes).toString('base64')}">` : ''
    return `<figure>${image}<figcaption>${escapeHtml(text)}${reference === null ? '' : `<br><small>dataset: ${escapeHtml(reference)}</small>`}</figcaption></figure>`
  }).join('')}</div>`

const curveOf = (run: RunRecord, key: string, runs: ReportRuns): { x: number[]; y: number[] } => {
  const points = runs.metrics(run.id, [key], -1, pointLimit).filter((point) => point.key === key)
  return { x: points.map(({ step }) => step), y: points.map(({ value }) => value) }
}

/** @param open whether it is unfolded: one of many would hide the rest of the report */
const runHtml = (run: RunRecord, runs: ReportRuns, open: boolean): string => {
  const last = Object.entries(runs.lastMetrics(run.id)).filter(([key]) => key.split('.').length === 2)
  const chart = (label: string, keys: readonly string[]): string => lineChart(label, keys.map((key): ReportCurve => ({ name: metricLabel(key), ...curveOf(run, key, runs) })))
  const media = runs.media(run.id)
  const shown = media.filter(({ step, key }) => step === media.findLast((item) => item.key === key)?.step)
    .map((item) => (item.key === 'mask' ? { ...item, text: `Mask ${item.text}`, reference: null } : item))
  return `<details${open && last.length > 0 ? ' open' : ''}><summary>${escapeHtml(run.name)}: ${run.status}, step ${run.step}</summary>${run.reason === null ? '' : `<p>${escapeHtml(run.reason)}</p>`}${run.remarks.map((text) => `<p class="caption">${escapeHtml(text)}</p>`).join('')}
${htmlTable(last.map(([key]) => metricLabel(key)), last.length > 0 ? [last.map(([, value]) => numberWord(value))] : [])}
${chart('Text loss, nats/token', ['train.text', 'eval.text'])}${chart('Image loss', ['train.image', 'eval.epsilonMse'])}${pictures(shown, runs)}</details>`
}

const comparisonHtml = ({ runs: ids, baseline }: ComparisonSpec, runs: ReportRuns): string => {
  const compared = known(ids, runs).map((run): ComparedRun => ({ ...run, metrics: new Map(Object.entries(runs.lastMetrics(run.id))) }))
  const study = studyOf(compared, known(baseline === null ? [] : [baseline], runs)[0]?.id ?? null)
  const { headings, rows, caption } = paperTable(study, { spread: 'std' })
  const against = study.variants[study.baseline]
  const keys = paperMetrics(study).filter((key) => study.metrics.some((metric) => metric.key === key && metric.better !== 'neither'))
  const sentences = against === undefined ? [] : keys.flatMap((key) => study.variants.filter((variant) => variant !== against).map((variant) => differenceSentence(variant, against, key)))
  return [
    htmlTable(headings.map(({ text, arrow }) => `${text} ${arrow}`.trim()), rows.map((row) => row.map(cellText)), (r, c) => { const cell = rows[r]![c]!; return cell.kind === 'number' && cell.best }),
    `<p class="caption">${escapeHtml(caption)}</p>`,
    sentences.length > 0 ? `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join('')}</ul>` : '',
    study.cautions.map((caution) => `<p class="caption">${escapeHtml(caution)}</p>`).join(''),
    ...keys.map((key) => lineChart(`${metricLabel(key)}, mean of seeds ± std${study.variants.some((variant) => leftOut(variant).length > 0) ? '; dashed: runs short of their end, not counted' : ''}`, studyCurves(study, key, runs))),
  ].join('\n')
}

const cellText = (cell: PaperCell): string => (cell.kind === 'word' ? cell.text : cell.spread === null ? cell.mean : `${cell.mean} ± ${cell.spread}`)

/** A curve with its band for each variant, of the runs that the table counts, and each run that it does not count by itself. */
const studyCurves = ({ variants }: Study, key: string, runs: ReportRuns): ReportCurve[] => variants.flatMap((variant, colour) => {
  const curve = ({ id }: ComparedRun): { x: number[]; y: number[] } => curveOf(runs.find(id), key, runs)
  const { x, mean, spread } = bandOf(variant.counted.map(curve), 'std')
  return [
    { name: `${variant.label} (n = ${variant.counted.length})`, x, y: mean, half: spread, colour },
    ...leftOut(variant).map((run): ReportCurve => ({ name: leftOutLabel(variant, run), ...curve(run), colour, dashed: true })),
  ]
})
