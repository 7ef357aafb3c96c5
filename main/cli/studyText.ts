import { differenceSentence, paperMetrics, paperTable, type PaperCell, type PaperOptions, type Study } from '../../protocol/statistics/index.ts'
import { table } from './format.ts'

/** A study for a terminal: the table of means, then each variant against the baseline in words. */
export const studyText = (study: Study, options: PaperOptions): string => {
  const { headings, rows, caption } = paperTable(study, options)
  const baseline = study.variants[study.baseline]
  const judged = (options.metrics ?? paperMetrics(study)).filter((key) => study.metrics.some((metric) => metric.key === key && metric.better !== 'neither'))
  const sentences = baseline === undefined ? [] : judged.flatMap((key) => study.variants.filter((variant) => variant !== baseline).map((variant) => differenceSentence(variant, baseline, key)))
  return [
    table(headings.map(({ text, arrow }) => `${text}${arrow && ` ${arrow}`}`), rows.map((row) => row.map(cellText))),
    caption.replace('Best in bold.', 'Best: *.').replace('Bold: the', '*: the'),
    sentences.join('\n'),
  ].filter((part) => part !== '').join('\n\n')
}

const cellText = (cell: PaperCell): string =>
  cell.kind === 'word' ? cell.text : `${cell.mean}${cell.spread === null ? '' : ` ± ${cell.spread}`}${cell.best ? ' *' : ''}`
