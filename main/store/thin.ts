import type { MetricPoint } from '../../protocol/records.ts'

/**
 * At most `limit` points of one series, in order: the first, the last, and of each stretch between them the least, the
 * greatest and, where there is one, the first that is not a number. So no spike and no NaN is lost to the eye.
 */
export const thin = (points: readonly MetricPoint[], limit: number): MetricPoint[] => {
  if (points.length <= limit) return [...points]
  if (limit <= 2) return points.slice(-1).concat(limit === 2 ? points.slice(0, 1) : []).reverse()
  const inner = points.slice(1, -1)
  const perStretch = inner.some(({ value }) => Number.isNaN(value)) ? 3 : 2
  const stretches = Math.max(1, Math.floor((limit - 2) / perStretch))
  const kept = [points[0]!]
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * inner.length) / stretches)
    const to = Math.floor(((stretch + 1) * inner.length) / stretches)
    kept.push(...extremes(inner.slice(from, to)).slice(0, limit - 1 - kept.length))
  }
  kept.push(points.at(-1)!)
  return kept
}

const extremes = (stretch: readonly MetricPoint[]): MetricPoint[] => {
  let least: MetricPoint | undefined
  let greatest: MetricPoint | undefined
  const missing = stretch.find(({ value }) => Number.isNaN(value))
  for (const point of stretch) {
    if (Number.isNaN(point.value)) continue
    if (!least || point.value < least.value) least = point
    if (!greatest || point.value > greatest.value) greatest = point
  }
  const chosen = new Set([least, greatest, missing].filter((point) => point !== undefined))
  return [...chosen].sort((a, b) => a.step - b.step)
}
