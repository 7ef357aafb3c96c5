import { useEffect, useState } from 'react'
import { useLab } from '../actions/lab.ts'
import { Series } from '../state/series.ts'
import type { Place } from './axes.ts'

/** Where a curve's points come from, so that more of them can be asked for. */
export interface CurveSource {
  run: string
  key: string
}

/** A curve that may have more points than the page holds. */
export interface Zoomable {
  source: CurveSource
  series: Series
  place: Place
}

/** What of the x axis is seen. */
export interface XRange {
  from: number
  to: number
}

/** Stretches that a zoomed chart asks for: as many as it has pixels for. */
const stretches = 500

const none: ReadonlyMap<Series, Series> = new Map()

/** What is known of the part that is seen. */
export interface Detail {
  /** For each curve that is held thinned, its points there in full, or as many as it has pixels for. */
  points: ReadonlyMap<Series, Series>
  /** Whether they are still being read. */
  busy: boolean
}

/**
 * The points of a zoomed chart in full: for each curve that the page holds thinned, what the host has of the steps that are seen.
 * Empty while all is seen, and until the answer is there.
 */
export const useDetail = (curves: readonly Zoomable[], range: XRange | null): Detail => {
  const lab = useLab()
  const [detail, setDetail] = useState({ key: '', points: none })
  const thinned = range === null ? [] : curves.filter(({ series }) => series.isThinned)
  const asked = thinned.map(({ source, series, place }) => ({ run: source.run, keys: [source.key], ...stepsWithin(series, place, range!) }))
  const key = JSON.stringify(asked)
  useEffect(() => {
    if (asked.length === 0) return setDetail({ key, points: none })
    let gone = false
    lab.connection.request('run.curves', { of: asked, spans: stretches }).then((answers) => {
      if (gone) return
      setDetail({ key, points: new Map(answers.flatMap((found, i): [Series, Series][] => {
        const curve = found.find((one) => one.key === thinned[i]!.source.key)
        return curve ? [[thinned[i]!.series, Series.of(curve)]] : []
      })) })
    }, () => !gone && setDetail({ key, points: none })) // Lost connection: the chart stays as coarse as it is.
    return () => {
      gone = true
    }
  }, [lab, key])
  // Until the answer is there the points of the zoom before are no worse than the thinned ones.
  return { points: asked.length === 0 ? none : detail.points, busy: asked.length > 0 && detail.key !== key }
}

/** The steps of a curve that lie in a range of the x axis, and one point beyond at each end, so that lines leave the picture. */
export const stepsWithin = ({ whole: { steps } }: Series, place: Place, { from, to }: XRange): { from: number; to: number } => {
  const firstIn = firstIndex(steps, (step) => place(step) >= from)
  const firstBeyond = firstIndex(steps, (step) => place(step) > to)
  return { from: Math.floor(steps[Math.max(0, firstIn - 1)] ?? 0), to: Math.ceil(steps[Math.min(steps.length - 1, firstBeyond)] ?? 0) }
}

/** The first index whose step holds; places ascend with steps. */
const firstIndex = (steps: Float64Array, holds: (step: number) => boolean): number => {
  let low = 0
  let high = steps.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(steps[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}
