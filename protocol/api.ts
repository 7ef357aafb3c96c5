import type { Generation, KeptPart } from './generation.ts'
import type { ModalityName } from './config/index.ts'
import type { DoctorReport, ExaminedDriver, Score } from './kernelMessages.ts'
import type { EngineTimes } from './engines.ts'
import type { CheckpointReading, FilmStrip, RetentionPlan, RetentionPolicy } from './checkpoints.ts'
import type { ExportOptions, ExportResult } from './export.ts'
import type { ImportReport } from './import.ts'
import type { MeasureRequest } from './measurements.ts'
import type { QueueState } from './queue.ts'
import type { DatasetOwner, DatasetPage, DatasetPlace } from './datasetPage.ts'
import type { Replay } from './replay.ts'
import type { QueryResult, RunFigures, SavedView } from './runTable.ts'
import type { CheckpointRecord, MediaRecord, MetricCurve, MetricPoint, RunRecord } from './records.ts'
import type { AttentionReading, AttentionSpec, InspectionSpec, PackedInspection, Perturbation, PerturbationSpec } from './inspection/index.ts'
import type { Cell, CellOutput, CellState, NotebookDocument, NotebookInfo, NotebookVersionInfo, SaveAnswer } from './notebook.ts'

/**
 * Every request of the page to the host: name → what goes in, what comes back. Both ends derive from this map, so
 * adding a request cannot leave them disagreeing. A refusal comes back as an Error with the host's one sentence.
 */
export interface Requests {
  'app.info': { in: null; out: AppInfo }
  'app.doctor': { in: { trace: boolean }; out: DoctorReport }
  /** Tries WebGPU on each Vulkan driver alone, where there are several; else none. */
  'app.drivers': { in: null; out: ExaminedDriver[] }
  /**
   * The Vulkan driver that WebGPU takes, by its name or its file; null leaves the choice to it. Kernels heed it from their next start on,
   * which is as soon as this one is free. Refused where there is none such, or WebGPU does not work with it.
   */
  'app.chooseDriver': { in: { driver: string | null }; out: { manifest: string | null } }
  /** Times a config's training step on every engine that works here, and remembers it for engine.name auto. */
  'app.measureEngines': { in: { config: Record<string, unknown> }; out: EngineTimes }
  'notebook.list': { in: null; out: NotebookInfo[] }
  'notebook.open': { in: { path: string }; out: NotebookDocument }
  /** Empty, or with the cells of another notebook. */
  'notebook.create': { in: { name: string; from?: string }; out: NotebookInfo }
  /** A notebook from elsewhere, a Jupyter one or one of ours; it runs after it is trusted. */
  'notebook.import': { in: { name: string; text: string }; out: NotebookInfo }
  /** Earlier versions, newest first. */
  'notebook.history': { in: { path: string }; out: NotebookVersionInfo[] }
  'notebook.version': { in: { path: string; at: number }; out: { cells: Cell[] } }
  /** Writes the cells to the notebook's file, atomically. A shipped notebook is copied first: `path` says where it is now.
   * `base` is the revision that the cells come from: where another has since taken its place, nothing is written. */
  'notebook.save': { in: { path: string; cells: Cell[]; base?: string }; out: SaveAnswer }
  /** The notebook with its outputs as one HTML file that stands alone. */
  'notebook.report': { in: { path: string }; out: { name: string; html: string } }
  'notebook.trust': { in: { path: string }; out: null }
  /** Saves and queues the cell; what it does comes as `cell` events. */
  'cell.run': { in: { path: string; cell: string }; out: null }
  'cell.interrupt': { in: { path: string }; out: null }
  /** Forgets all names that cells have defined. */
  'cell.restart': { in: { path: string }; out: null }
  /** Keeps what a cell shows beside what later runs of it show, or lets go of it. */
  'cell.pin': { in: { path: string; cell: string; pinned: boolean }; out: null }
  'cell.clearOutputs': { in: { path: string; cell: string }; out: null }
  /** Queues a config. One that already ran, runs or waits is not run again: its record comes back. */
  'run.enqueue': { in: { config: Record<string, unknown>; userKeys: string[] }; out: RunRecord }
  'run.list': { in: null; out: RunRecord[] }
  'run.get': { in: { run: string }; out: RunRecord }
  /** For each part of a run, its curves whose key has one of the prefixes, in at least `spans` stretches of steps or in all points. `to` null: to the end. */
  'run.curves': { in: { of: { run: string; keys: string[]; from: number; to: number | null }[]; spans: number }; out: MetricCurve[][] }
  'run.media': { in: { run: string }; out: MediaRecord[] }
  'run.checkpoints': { in: { run: string }; out: CheckpointRecord[] }
  'run.pause': { in: { run: string }; out: null }
  'run.continue': { in: { run: string }; out: null }
  /** Stops a running run after a checkpoint, or takes a queued one out of the queue. */
  'run.stop': { in: { run: string }; out: null }
  /** Goes on from the last checkpoint of a crashed, stopped or failed run. */
  'run.resume': { in: { run: string }; out: null }
  /** Trains the config of a run anew, as a run of its own: a replay to compare with, or another try. */
  'run.repeat': { in: { run: string }; out: RunRecord }
  /** The other runs of the same config, and how far their numbers are the same; newest first. */
  'run.replays': { in: { run: string }; out: Replay[] }
  'run.rename': { in: { run: string; name: string }; out: null }
  /** To the trash; `run.restore` brings it back. */
  'run.remove': { in: { run: string }; out: null }
  'run.restore': { in: { run: string }; out: null }
  /** Runs in the trash, newest first. */
  'run.trashed': { in: null; out: RunRecord[] }
  'run.tag': { in: { runs: string[]; add: string[]; remove: string[] }; out: null }
  'run.note': { in: { run: string; notes: string }; out: null }
  /** The last values of some metrics, for all runs. */
  'run.figures': { in: { keys: string[] }; out: RunFigures }
  'queue.get': { in: null; out: QueueState }
  /** Puts waiting runs in this order; those that are not named come after. */
  'queue.order': { in: { runs: string[] }; out: null }
  /** Starts nothing more, or lets what waits start. */
  'queue.hold': { in: { held: boolean }; out: null }
  'view.list': { in: null; out: SavedView[] }
  /** Under a name that is taken, in its place. */
  'view.save': { in: SavedView; out: null }
  'view.remove': { in: { name: string }; out: null }
  /** One SELECT on the database, which it cannot change; limited in time and rows. */
  'store.query': { in: { sql: string }; out: QueryResult }
  /** Draws with the run's last checkpoint; the pictures are kept as media of the run. */
  'run.sample': { in: { run: string; prompts: string[]; guidance?: number; steps?: number; seed?: number; modality?: ModalityName; size?: string }; out: MediaRecord[] }
  /** Goes on from a prompt by text and pictures, which are kept as media of the run. The ticket, chosen by who asks, is in `generating` events and stops it. */
  'run.generate': { in: { run: string; ticket: string; parts: ({ text: string } | { image: string })[]; seed: number; next?: ModalityName | 'text'; single?: boolean }; out: Generation<KeptPart> }
  'run.stopGenerating': { in: { ticket: string }; out: null }
  /** Writes a checkpoint for use elsewhere; without `out`, into `exports` of the home. How far it is comes as `progress`. */
  'run.export': { in: { run: string; options: ExportOptions; out?: string }; out: ExportResult }
  /** Stops the export of a run that is being written; nothing of it stays. */
  'run.stopExport': { in: { run: string }; out: null }
  /** Puts the run of a .labrun bundle on the host's disk in place, or makes a run of weights there; `changes` are keys of the config that weights do not say. */
  'run.import': { in: { path: string; changes?: Record<string, unknown> }; out: { run: RunRecord; report: ImportReport | null } }
  'run.pin': { in: { run: string; step: number; pinned: boolean }; out: CheckpointRecord }
  /** What a policy would keep and drop. */
  'run.plan': { in: { run: string; policy: RetentionPolicy; metric?: string }; out: RetentionPlan }
  /** Removes what the policy drops. */
  'run.prune': { in: { run: string; policy: RetentionPolicy; metric?: string }; out: RetentionPlan }
  /** Tensors of RUN or RUN@STEP in numbers, and how they differ from those of another. */
  'run.tensors': { in: { of: string; against: string | null }; out: CheckpointReading }
  /** The same prompts from the same noise through all checkpoints; without prompts those of the newest sample sheet. */
  'run.filmStrip': { in: { run: string; prompts: string[] }; out: FilmStrip }
  /** Some documents of a dataset, and which of its files cannot be used. */
  'data.browse': { in: { of: DatasetOwner; place: DatasetPlace }; out: DatasetPage }
  /** Takes in a folder as a dataset, file by file; the ticket names it until its end, which says where it is. */
  'data.beginFolder': { in: { name: string }; out: string }
  'data.addFile': { in: { ticket: string; path: string; base64: string }; out: null }
  'data.endFolder': { in: { ticket: string }; out: string }
  'data.dropFolder': { in: { ticket: string }; out: null }
  'run.score': { in: { run: string; count: number }; out: Score }
  /** A sequence, masks over it, and what the checks say of them. */
  'inspect.masks': { in: InspectionSpec; out: PackedInspection }
  /** What a trained checkpoint attends to in a held-out sequence. */
  'inspect.attention': { in: AttentionSpec; out: AttentionReading }
  /** Which outputs of the real model change with which inputs. */
  'inspect.perturb': { in: PerturbationSpec; out: Perturbation }
  /** Measures a checkpoint, the last one unless `step` says which; the numbers are kept as metrics of the run at that step. */
  'run.measure': { in: { run: string; step?: number; request: MeasureRequest }; out: Record<string, number> }
}

export interface AppInfo {
  version: string
  /** Folder where runs and notebooks are kept. */
  home: string
  shell: 'electron' | 'browser'
  /** Types of the `lab` API, for the editor. */
  labTypes: string
  /** What was noticed on start: crashed runs found, database restored. One sentence each. */
  notices: string[]
}

/** Every event from the host to all pages. */
export interface Events {
  run: RunRecord
  'run.removed': { run: string }
  views: SavedView[]
  queue: QueueState
  metrics: { run: string; points: MetricPoint[] }
  media: MediaRecord[]
  checkpoint: CheckpointRecord
  /** By the run's own policy or by hand. */
  'checkpoint.removed': { run: string; step: number }
  /** Preparation of a run (dataset, compile), or of a request on a checkpoint. */
  progress: { run: string; stage: string; done: number; total: number }
  /** One sentence that the user should know of a run that goes on all the same: what was skipped, mended or is made anew. */
  remark: { run: string; text: string }
  /** Text number `index` of what is being generated has grown. */
  generating: { ticket: string; index: number; text: string }
  cell: { path: string; cell: string; state: CellState }
  /** One more output of a running cell. */
  output: { path: string; cell: string; output: CellOutput }
  notebooks: NotebookInfo[]
  /** A notebook's file was written; windows that hold another revision of it read it again. */
  'notebook.saved': { path: string; revision: string }
  kernel: { status: 'stopped' | 'ready' | 'busy' | 'crashed'; detail: string }
}

export type RequestName = keyof Requests
export type EventName = keyof Events

/** The wire form over a WebSocket or Electron's IPC. */
export type ClientFrame = { id: number; request: RequestName; input: unknown }
export type HostFrame =
  | { id: number; ok: true; output: unknown }
  | { id: number; ok: false; error: string }
  | { event: EventName; data: unknown }

/** What Electron's preload puts on `window.lab`; the browser's WebSocket client has the same form. */
export interface Bridge {
  request<Name extends RequestName>(name: Name, input: Requests[Name]['in']): Promise<Requests[Name]['out']>
  /** Returns the function that unsubscribes. */
  on<Name extends EventName>(name: Name, listener: (data: Events[Name]) => void): () => void
}
