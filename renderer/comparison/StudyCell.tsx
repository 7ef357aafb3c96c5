import { plusMinus, spreadWords, type Spread, type StudyMetric } from '../../protocol/statistics/index.ts'

const looks = { better: 'good', worse: 'bad', higher: 'soft', lower: 'soft', unclear: 'faint' }
const words = { better: 'better', worse: 'worse', higher: '', lower: '', unclear: 'unclear' }

const tiedTitle = 'The seeds do not tell those marked apart: the 95 % interval of their difference from the best mean, paired by seed, holds 0'

/** A variant's mean with its spread, and its paired difference from the baseline with the 95 % interval. */
export const StudyCell = ({ metric, row, spread, seeds }: { metric: StudyMetric; row: number; spread: Spread; seeds: number }) => {
  const { summary, difference } = metric.cells[row]!
  if (!summary) return <td className="number faint" title="not recorded">—</td>
  const best = metric.best.includes(row)
  const tied = metric.best.length > 1
  const { mean, interval, n } = difference?.summary ?? { mean: 0, interval: null, n: 0 }
  return (
    <td className={`number ${best ? 'best' : ''}`} title={`mean ${summary.mean}, ${summary.std === null ? 'one seed' : `${spreadWords[spread]} ${summary[spread]}`}, n = ${summary.n}`}>
      {best && <><span className="badge best" {...(tied && { title: tiedTitle })}>{tied ? 'tied best' : 'best'}</span> </>}
      {plusMinus(summary.mean, summary[spread])}
      {summary.n !== seeds && <span className="badge stale" title="Not all seeds of this variant have a number here">n = {summary.n}</span>}
      {difference && (
        <span className={`delta ${looks[difference.verdict]}`} title={`paired difference over seeds ${difference.seeds.join(', ')}, 95 % interval by Student's t`}>
          {mean > 0 && '+'}{plusMinus(mean, interval)} {interval === null ? `${n} pair` : mean === 0 && interval === 0 ? 'equal' : words[difference.verdict]}
        </span>
      )}
    </td>
  )
}
