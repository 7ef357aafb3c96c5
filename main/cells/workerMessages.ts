import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
import type { GenerateRequest, Generation, KeptPart, WrittenPart } from '../../protocol/generation.ts'
import type { ExportResult } from '../../protocol/export.ts'
import type { InspectionSpec, PackedInspection } from '../../protocol/inspection/index.ts'
import type { CellOutput } from '../../protocol/notebook.ts'
import type { MeasureRequest } from '../../protocol/measurements.ts'
import type { MediaRecord, RunRecord } from '../../protocol/records.ts'
import type { Score } from '../../protocol/kernelMessages.ts'

/** What a cell is told about a run. */
export interface RunFacts {
  record: RunRecord
  /** Last value of each metric. */
  metrics: Record<string, number>
}

/** The numbers of a request to generate. */
export type GenerationNumbers = Pick<GenerateRequest, 'budget' | 'temperature' | 'topP' | 'minP' | 'guidance' | 'steps'>

/** Every call that cells make to the host: name → what goes in, what comes back. */
export interface LabCalls {
  /** `reused`: a run with the same config was there already. */
  enqueue: { in: { config: RunConfig; userKeys: string[]; namedKeys?: string[]; name: string | null; again: boolean; from: string | null }; out: RunFacts & { reused: boolean } }
  whenEnded: { in: { run: string }; out: RunFacts }
  list: { in: null; out: RunFacts[] }
  find: { in: { reference: string }; out: RunFacts }
  sample: { in: { run: string; prompts: string[]; guidance: number | null; steps: number | null; modality: ModalityName | null; size: string | null; seed: number }; out: MediaRecord[] }
  /** Files are read by the host, relative to the notebook; a picture of a run is named by its hash. */
  generate: { in: { run: string; prompt: (WrittenPart | { sha256: string })[]; next: ModalityName | 'text' | null; single: boolean; options: GenerationNumbers; seed: number }; out: Generation<KeptPart> }
  /** Paths are read by the host, relative to the notebook. No paths: `count` held-out pictures. */
  caption: { in: { run: string; paths: string[]; count: number; seed: number }; out: MediaRecord[] }
  /** `out` is relative to the notebook. */
  export: { in: { run: string; format: string; out: string | null; dtype: string | null; weights: string | null; step: number | null }; out: ExportResult }
  inspect: { in: InspectionSpec; out: PackedInspection }
  score: { in: { run: string; count: number; seed: number }; out: { score: Score; pictures: MediaRecord[] } }
  /** `step`: of which checkpoint; null for the last. */
  measure: { in: { run: string; step: number | null; request: MeasureRequest }; out: Record<string, number> }
}
export type LabCallName = keyof LabCalls

/** Host → cell worker. */
export type ToWorker =
  /** `file` is what relative imports start from. */
  | { type: 'run'; cell: string; source: string; file: string }
  /** Ends what the running cell waits for; a cell that computes does not hear it. */
  | { type: 'interrupt' }
  | { type: 'answer'; call: number; ok: true; value: unknown }
  | { type: 'answer'; call: number; ok: false; error: string }

/** Cell worker → host. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'output'; cell: string; output: CellOutput }
  | { type: 'done'; cell: string; status: 'done' | 'failed' | 'interrupted' }
  | { type: 'call'; call: number; cell: string; name: LabCallName; input: unknown }

/** A running cell worker, whatever process it lives in. */
export interface WorkerProcess {
  send(message: ToWorker): void
  onMessage(listener: (message: FromWorker) => void): void
  /** What is written to stdout and stderr past `console`: by libraries, or by Node as it dies. */
  onText(listener: (text: string) => void): void
  onExit(listener: (code: number | null, signal: string | null) => void): void
  /** At once, as SIGKILL does. */
  kill(): void
}

export type SpawnWorker = () => WorkerProcess

/** Memory of the worker's JavaScript, in MB. */
export const workerMemory = 1024

/** Text and values that one run of a cell may show, in characters. */
export const outputLimit = 1_000_000

/** What stands where the rest of a cell's output was left out. */
export const cutNote = (limit = outputLimit): string => `\n[The cell showed more than ${limit.toLocaleString('en')} characters; the rest is left out.]\n`
