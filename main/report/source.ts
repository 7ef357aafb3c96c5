import type { Cell, CellState } from '../../protocol/notebook.ts'
import type { MediaRecord, MetricPoint, RunRecord } from '../../protocol/records.ts'

/** What a report is made from: a notebook as it stands, and the runs that its outputs name. */
export interface ReportSource {
  name: string
  cells: readonly Cell[]
  states: Readonly<Record<string, CellState>>
  runs: ReportRuns
}

export interface ReportRuns {
  /** @throws InputError when there is no such run */
  find(reference: string): RunRecord
  lastMetrics(run: string): Record<string, number>
  metrics(run: string, keys: string[], afterStep: number, limit: number): MetricPoint[]
  media(run: string): MediaRecord[]
  picture(sha256: string): Uint8Array | null
}
