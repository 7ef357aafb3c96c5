import type { Study, StudyMetric } from './study.ts'
import { spreadWords, type Spread } from './summary.ts'
import { mostInLabel } from './variantLabels.ts'
import { keyWord, meanWords, valueWord } from './words.ts'

/** One place of a table for a paper, before it is written in any language. */
export type PaperCell =
  | { kind: 'word'; text: string }
  | { kind: 'number'; mean: string; spread: string | null; best: boolean }

export interface PaperTable {
  headings: { text: string; arrow: '↓' | '↑' | ''; numeric: boolean }[]
  rows: PaperCell[][]
  caption: string
}

export interface PaperOptions {
  spread: Spread
  /** Metric keys, in order. Left out: the held-out metrics. */
  metrics?: readonly string[]
}

const arrows = { lower: '↓', higher: '↑', neither: '' } as const

/** The metrics that a table has unless told otherwise: whole held-out ones, or, without any, whole training ones. */
export const paperMetrics = (study: Study): string[] => {
  const whole = study.metrics.filter(({ key }) => key.split('.').length === 2).map(({ key }) => key)
  const heldOut = whole.filter((key) => !key.startsWith('train.'))
  return heldOut.length > 0 ? heldOut : whole
}

/** A row a variant: its knobs, or of many its label, mean ± spread of each metric with the best marked, differences from the baseline, n. */
export const paperTable = (study: Study, { spread, metrics = paperMetrics(study) }: PaperOptions): PaperTable => {
  const columns = metrics.flatMap((key) => study.metrics.filter((metric) => metric.key === key))
  const counts = study.variants.map(({ counted }) => counted.length)
  const equal = new Set(counts).size <= 1
  const paired = study.baseline >= 0
  const named = study.knobs.length > 0 && study.knobs.length <= mostInLabel
  const knobs = named ? study.knobs.map((path) => keyWord(path, study.knobs)) : [study.knobs.length > 0 ? 'variant' : 'runs']
  return {
    headings: [
      ...knobs.map((text) => ({ text, arrow: '', numeric: false } as const)),
      ...columns.flatMap((metric) => [{ text: metric.label, arrow: arrows[metric.better], numeric: true }, ...(paired ? [{ text: `Δ ${metric.label}`, arrow: '', numeric: true } as const] : [])]),
      ...(equal ? [] : [{ text: 'n', arrow: '', numeric: true } as const]),
    ],
    rows: study.variants.map((variant, row) => [
      ...(named ? variant.values.map((value): PaperCell => word(valueWord(value))) : [word(variant.label)]),
      ...columns.flatMap((metric) => [valueCell(metric, row, spread), ...(paired ? [deltaCell(metric, row)] : [])]),
      ...(equal ? [] : [word(String(counts[row]))]),
    ]),
    caption: captionOf(study, spread, equal ? counts[0] ?? 0 : null),
  }
}

const word = (text: string): PaperCell => ({ kind: 'word', text })

const valueCell = (metric: StudyMetric, row: number, spread: Spread): PaperCell => {
  const { summary } = metric.cells[row]!
  return summary ? { kind: 'number', ...meanWords(summary.mean, summary[spread]), best: metric.best.includes(row) } : word('—')
}

const deltaCell = (metric: StudyMetric, row: number): PaperCell => {
  const { difference } = metric.cells[row]!
  if (!difference) return word('—')
  const words = meanWords(difference.summary.mean, difference.summary.interval)
  return { kind: 'number', ...words, mean: difference.summary.mean > 0 ? `+${words.mean}` : words.mean, best: false }
}

const captionOf = ({ baseline, variants }: Study, spread: Spread, n: number | null): string => [
  n === 1 ? 'One seed each (n = 1), so no spread.' : `Mean ± ${spreadWords[spread]} over ${n === null ? 'n seeds, unequal: see column n' : `n = ${n} seeds`}.`,
  n === 1 ? 'Best in bold.' : 'Bold: the best mean, and what its seeds do not tell from it (95 % CI of the paired difference holds 0).',
  baseline < 0 ? '' : `Δ: difference from ${variants[baseline]!.label}, paired by seed, ± 95 % CI (Student's t).`,
].filter(Boolean).join(' ')
