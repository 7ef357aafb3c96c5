import type { MetricPoint } from '../../protocol/records.ts'

/** What is kept of the points in a stretch of steps, so that a long curve is drawn without reading all of it. */
export interface Span {
  /** The first step that belongs to the stretch: a multiple of its width. */
  start: number
  /** The first and the last step with a point. */
  first: number
  last: number
  /** How many finite values there are, and their mean; null when there are none. */
  numbers: number
  mean: number | null
  /** Where they are least and greatest; null when there are none. */
  leastStep: number | null
  least: number | null
  greatestStep: number | null
  greatest: number | null
  /** The first point that is no finite number; NaN is null, as in the database. */
  badStep: number | null
  bad: number | null
}

/** Widths of spans in steps, each four times the one before. */
export const spanWidths: readonly number[] = Array.from({ length: 12 }, (_, level) => 16 * 4 ** level)

/** Of one step. @param value null is NaN, as in the database */
export const spanOf = (step: number, value: number | null): Span => {
  const finite = value !== null && Number.isFinite(value)
  return {
    start: step, first: step, last: step, numbers: finite ? 1 : 0, mean: finite ? value : null,
    leastStep: finite ? step : null, least: finite ? value : null, greatestStep: finite ? step : null, greatest: finite ? value : null,
    badStep: finite ? null : step, bad: finite ? null : value,
  }
}

/** Spans of a greater width from narrower ones in order. Nothing is lost but what lies between the extremes. */
export const fold = (spans: Iterable<Span>, width: number): Span[] => {
  const folded: Span[] = []
  for (const span of spans) {
    const start = Math.floor(span.start / width) * width
    const before = folded.at(-1)
    if (before?.start === start) folded[folded.length - 1] = joined(before, span)
    else folded.push({ ...span, start })
  }
  return folded
}

const joined = (a: Span, b: Span): Span => {
  const lower = b.least !== null && (a.least === null || b.least < a.least)
  const higher = b.greatest !== null && (a.greatest === null || b.greatest > a.greatest)
  return {
    start: a.start, first: a.first, last: b.last, numbers: a.numbers + b.numbers, mean: meanOfBoth(a, b),
    leastStep: lower ? b.leastStep : a.leastStep, least: lower ? b.least : a.least,
    greatestStep: higher ? b.greatestStep : a.greatestStep, greatest: higher ? b.greatest : a.greatest,
    badStep: a.badStep ?? b.badStep, bad: a.badStep === null ? b.bad : a.bad,
  }
}

/** By shares, so that large values do not overflow on the way. */
const meanOfBoth = (a: Span, b: Span): number | null => {
  if (a.mean === null || b.mean === null) return a.mean ?? b.mean
  const share = b.numbers / (a.numbers + b.numbers)
  return a.mean * (1 - share) + b.mean * share
}

type Point = Pick<MetricPoint, 'step' | 'value'>

/** What of a span is drawn: its least, its greatest and its first that is no number, in order. */
export const pointsOf = ({ leastStep, least, greatestStep, greatest, badStep, bad }: Span): Point[] => {
  const found = new Map<number, number>()
  if (leastStep !== null) found.set(leastStep, least!)
  if (greatestStep !== null) found.set(greatestStep, greatest!)
  if (badStep !== null) found.set(badStep, bad ?? NaN)
  return [...found].map(([step, value]) => ({ step, value })).sort((a, b) => a.step - b.step)
}

/** The mean of a span, at its middle; null where nothing is a number. */
export const meanOf = ({ first, last, mean }: Span): Point | null => (mean === null ? null : { step: (first + last) / 2, value: mean })
