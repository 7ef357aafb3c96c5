import type { EditScore, GeneratedPart, GenerateRequest, Generation, KeptPart } from '../../../protocol/generation.ts'
import type { RunConfig } from '../../../protocol/config/index.ts'
import type { CaptionRequest, DoctorReport, SampleRequest, Score } from '../../../protocol/kernelMessages.ts'
import type { EngineTimes } from '../../../protocol/engines.ts'
import type { ExportOptions, ExportResult } from '../../../protocol/export.ts'
import type { MeasureRequest } from '../../../protocol/measurements.ts'
import type { CheckpointRecord, MediaRecord, MetricCurve, MetricPoint, RunRecord } from '../../../protocol/records.ts'
import type { CheckpointReading, FilmStrip, RetentionPlan, RetentionPolicy } from '../../../protocol/checkpoints.ts'
import type { Imported } from './imports.ts'
import type { QueueState } from '../../../protocol/queue.ts'
import type { InspectionService } from './inspectionRequests.ts'
import type { DatasetService } from './datasets.ts'
import type { ReplayService } from './replays.ts'
import type { RunTableService } from './runTable.ts'
import type { StepRange } from '../../store/spanTable.ts'
import type { RunOrigin } from './runOrigin.ts'

/** Who is told while prompts are continued, and what stops it. */
export interface Generating {
  onPart?: (said: { row: number; index: number; part: GeneratedPart }) => void
  signal?: AbortSignal
}

/** Everything that can be done with runs: what the page, the cells and the command line share. */
export interface RunService extends DatasetService, ReplayService, InspectionService, RunTableService {
  /**
   * Queues a run. A config that already ran, runs or waits is not run again: its record comes back. One that was
   * stopped, failed or crashed goes on from its last checkpoint, and starts anew where it has none.
   * @param again a new run all the same
   */
  enqueue(config: RunConfig, origin: RunOrigin, again?: boolean): RunRecord
  /**
   * Queues a run that goes on from another's checkpoint with a changed config; that checkpoint is pinned.
   * @param from a run, or RUN@STEP
   * @param change the fork's config from its parent's
   * @throws InputError when the weights would not fit it
   */
  fork(from: string, change: (parent: RunConfig) => RunConfig, origin: Omit<RunOrigin, 'userKeys'>, again?: boolean): { run: RunRecord; changed: string[] }
  /** What waits, and whether it may start. */
  queue(): QueueState
  orderQueue(runs: readonly string[]): void
  holdQueue(held: boolean): void
  /** Resolves when the run is finished, failed, cancelled or crashed. */
  whenEnded(run: string): Promise<RunRecord>
  list(): RunRecord[]
  /** @throws InputError when there is no such run; a unique prefix of an id, or a unique name, will do */
  find(reference: string): RunRecord
  metrics(run: string, keys: string[], afterStep: number, limit: number): MetricPoint[]
  /** For charts; see `MetricTable.curves`. */
  curves(run: string, keys: readonly string[], range: StepRange, spans: number): MetricCurve[]
  /** The last value of each metric. */
  lastMetrics(run: string): Record<string, number>
  media(run: string): MediaRecord[]
  checkpoints(run: string): CheckpointRecord[]
  pause(run: string): void
  continue(run: string): void
  stop(run: string): void
  resume(run: string): RunRecord
  rename(run: string, name: string): void
  remove(run: string): void
  restore(run: string): void
  /** With the last checkpoint; refuses with a sentence when there is none. Pictures are stored as media of the run. */
  sample(run: string, request: SampleRequest): Promise<MediaRecord[]>
  caption(run: string, request: CaptionRequest): Promise<MediaRecord[]>
  /** Goes on from prompts of text and files. @param listening told of parts as they come, and what stops it */
  generate(run: string, request: GenerateRequest, listening?: Generating): Promise<Generation<KeptPart>[]>
  /** Edits held-out scenes. The pictures are three an edit: source, edited, target. */
  scoreEdits(run: string, count: number, seed: number): Promise<{ score: EditScore; pictures: MediaRecord[] }>
  score(run: string, count: number, seed: number): Promise<{ score: Score; pictures: MediaRecord[] }>
  /** Writes a checkpoint for use elsewhere. @param out left out: a new name in `exports` of the home */
  export(run: string, options: ExportOptions, out?: string): Promise<ExportResult>
  /** Stops the export of a run that is being written: it is refused, and nothing of it stays. */
  stopExport(run: string): void
  /**
   * Puts the run of a .labrun bundle in place, or makes a run of weights: `.safetensors`, a folder with them, or a checkpoint.
   * @param changes keys of the config that weights do not say
   */
  import(path: string, changes?: Record<string, unknown>): Promise<Imported>
  /** What a policy would keep and drop. @param metric what the best is judged by */
  plan(run: string, policy: RetentionPolicy, metric?: string): RetentionPlan
  /** Removes what the policy drops: never the last, the best or a pinned one. */
  prune(run: string, policy: RetentionPolicy, metric?: string): RetentionPlan
  /** Tensors of RUN or RUN@STEP in numbers, and how they differ from those of another. */
  tensors(of: string, against: string | null): Promise<CheckpointReading>
  /** Draws the same prompts from the same noise with every checkpoint; the pictures are kept as media of the run. */
  filmStrip(run: string, request: Partial<SampleRequest>): Promise<FilmStrip>
  pin(run: string, step: number, pinned: boolean): CheckpointRecord
  /** @param step of which checkpoint; left out: the last. The numbers are stored as metrics of the run at its step. */
  measure(run: string, request: MeasureRequest, step?: number): Promise<Record<string, number>>
  doctor(trace: boolean): Promise<DoctorReport>
  /** Has what is asked next answered by a kernel that starts anew, as soon as this one is free. */
  renewKernel(): void
  /** Times the config's training step on every engine that works here, and remembers it. */
  measureEngines(config: RunConfig): Promise<EngineTimes>
  /** PNG bytes of a picture by hash. */
  picture(sha256: string): Buffer | null
}
