/** One curve of a report's chart; `half` is half the height of its band. */
export interface ReportCurve {
  name: string
  x: readonly number[]
  y: readonly number[]
  half?: readonly (number | null)[]
  /** Number of its colour; its place in the chart when left out. */
  colour?: number
  dashed?: boolean
}
