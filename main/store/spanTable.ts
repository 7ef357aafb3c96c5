import type { Database } from 'better-sqlite3'
import { fold, spanOf, spanWidths, type Span } from './spans.ts'

/** The steps that a chart shows. */
export interface StepRange {
  from: number
  to: number
}

/** The folded points of series. */
export interface SpanTable {
  /** Folds again what begins at a step: points from there on were added, replaced or dropped. */
  refold(series: number, from: number): void
  /**
   * The steps of a range in at least `enough` spans, and less than four times as many, or in single points where there are fewer.
   * Spans that reach over an end of the range are among them.
   */
  read(series: number, range: StepRange, enough: number): Span[]
}

/** @param db with the schema in place */
export const createSpanTable = (db: Database): SpanTable => {
  const pointsFrom = db.prepare<[number, number, number], { step: number; value: number | null }>('SELECT step, value FROM metrics WHERE series = ? AND step BETWEEN ? AND ? ORDER BY step')
  const columns = 'start, first, last, numbers, mean, least_step AS leastStep, least, greatest_step AS greatestStep, greatest, bad_step AS badStep, bad'
  const spansFrom = db.prepare<[number, number, number, number], Span>(`SELECT ${columns} FROM metric_spans WHERE series = ? AND width = ? AND start BETWEEN ? AND ? ORDER BY start`)
  const count = db.prepare<[number, number, number, number], { n: number }>('SELECT count(*) AS n FROM metric_spans WHERE series = ? AND width = ? AND start BETWEEN ? AND ?')
  const before = db.prepare<[number, number, number], unknown>('SELECT 1 FROM metric_spans WHERE series = ? AND width = ? AND start < ? LIMIT 1')
  const drop = db.prepare<[number, number, number]>('DELETE FROM metric_spans WHERE series = ? AND width = ? AND start >= ?')
  const dropWider = db.prepare<[number, number]>('DELETE FROM metric_spans WHERE series = ? AND width > ?')
  const put = db.prepare<[{ series: number; width: number } & Span]>(`
    INSERT INTO metric_spans (series, width, start, first, last, numbers, mean, least_step, least, greatest_step, greatest, bad_step, bad)
    VALUES (@series, @width, @start, @first, @last, @numbers, @mean, @leastStep, @least, @greatestStep, @greatest, @badStep, @bad)`)

  const points = (series: number, { from, to }: StepRange): Span[] => pointsFrom.all(series, from, to).map(({ step, value }) => spanOf(step, value))

  const refold = db.transaction((series: number, from: number) => {
    let narrower = 0
    for (const width of spanWidths) {
      const start = Math.floor(from / width) * width
      // A width that is needed for the first time has nothing before: then all of it is folded.
      const begin = start > 0 && before.get(series, width, start) === undefined ? 0 : start
      drop.run(series, width, begin)
      const lower = narrower === 0 ? points(series, { from: begin, to: Number.MAX_SAFE_INTEGER }) : spansFrom.all(series, narrower, begin, Number.MAX_SAFE_INTEGER)
      const folded = fold(lower, width)
      for (const span of folded) put.run({ series, width, ...span })
      narrower = width
      if (begin === 0 && folded.length <= 1) break
    }
    // Wider ones would hold the same single span.
    dropWider.run(series, narrower)
  })

  const read = (series: number, { from, to }: StepRange, enough: number): Span[] => {
    for (const width of spanWidths.toReversed()) {
      const start = Math.floor(from / width) * width
      if (count.get(series, width, start, to)!.n >= enough) return spansFrom.all(series, width, start, to)
    }
    return points(series, { from, to })
  }

  return { refold: (series, from) => void refold(series, from), read }
}
