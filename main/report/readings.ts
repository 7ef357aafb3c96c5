import type { ReportCurve } from './reportCurve.ts'

/** What all curves are at one place. */
export interface Reading {
  x: number
  /** From here to there the reading is the nearest. */
  from: number
  to: number
  values: { name: string; y: number; half: number }[]
}

/** More places than this are too narrow to point at. */
const most = 90

/** The values of every curve at the steps that any has, thinned evenly; a curve that has none at a step gives its last before it. */
export const readingsOf = (curves: readonly ReportCurve[]): Reading[] => {
  const all = [...new Set(curves.flatMap(({ x }) => x))].sort((a, b) => a - b)
  const steps = all.length <= most ? all : [...new Set(Array.from({ length: most }, (_, i) => all[Math.round((i * (all.length - 1)) / (most - 1))]!))]
  return steps.map((x, i) => ({
    x, from: i === 0 ? x : (steps[i - 1]! + x) / 2, to: i === steps.length - 1 ? x : (x + steps[i + 1]!) / 2,
    values: curves.flatMap(({ name, x: xs, y, half }) => {
      const at = xs.findLastIndex((step) => step <= x)
      return at < 0 || !Number.isFinite(y[at]) ? [] : [{ name, y: y[at]!, half: half?.[at] ?? 0 }]
    }),
  }))
}
