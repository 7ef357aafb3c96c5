import type { AppInfo, Events } from '../../protocol/api.ts'
import type { DatasetOwner } from '../../protocol/datasetPage.ts'
import type { InspectionTarget } from '../../protocol/inspection/index.ts'
import type { NotebookInfo } from '../../protocol/notebook.ts'
import type { CheckpointRecord, MediaRecord, RunRecord } from '../../protocol/records.ts'
import type { ConnectionStatus } from '../client/connection.ts'
import type { NotebookState } from './notebook.ts'
import { initialRunTable, type RunTableState } from './runTable.ts'

/** What the centre of the page shows. */
export type View = { kind: 'notebook' } | { kind: 'run'; run: string } | { kind: 'history' } | { kind: 'runs' } | { kind: 'sql' } | { kind: 'comparison' } | { kind: 'inspector'; of: InspectionTarget } | { kind: 'dataset'; of: DatasetOwner }

/** What lies over the page. */
export type Overlay = 'palette' | 'help' | 'engines' | 'search' | 'bin' | 'newNotebook' | 'settings' | 'folder' | null

/** A sentence for the user, shown until dismissed or, for `info`, for a while. */
export interface Notice {
  id: number
  kind: 'info' | 'error'
  text: string
  action?: { label: string; run: () => void }
}

/** Everything that the page shows, apart from metric points (`MetricStore`). */
export interface LabState {
  connection: ConnectionStatus
  info: AppInfo | null
  kernel: Events['kernel'] | null
  notebooks: NotebookInfo[]
  /** Whether the lists have come once: an empty list before that says nothing. */
  loaded: boolean
  notebook: NotebookState | null
  runs: Record<string, RunRecord>
  progress: Record<string, Events['progress']>
  media: Record<string, MediaRecord[]>
  checkpoints: Record<string, CheckpointRecord[]>
  /** Ticked runs, in the order of ticking. */
  runTable: RunTableState
  basket: string[]
  baseline: string | null
  view: View
  overlay: Overlay
  /** Keys that the user chose, by command. */
  bindings: Readonly<Record<string, readonly string[]>>
  notices: Notice[]
}

export const initialState: LabState = {
  connection: 'connecting', info: null, kernel: null, notebooks: [], loaded: false, notebook: null,
  runs: {}, progress: {}, media: {}, checkpoints: {}, runTable: initialRunTable, basket: [], baseline: null,
  view: { kind: 'notebook' }, overlay: null, bindings: {}, notices: [],
}
