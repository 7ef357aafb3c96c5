import type { ExportAbout, ExportDtype, ExportFormat, ExportWeights, WrittenFile } from './export.ts'
import type { MaskSetting, ModalityName, RunConfig } from './config/index.ts'
import type { EditScore, GeneratedPart, GenerateRequest, Generation } from './generation.ts'
import type { DatasetPage, DatasetRequest } from './datasetPage.ts'
import type { AttentionReading, AttentionSpec, PackedInspection, Perturbation } from './inspection/index.ts'
import type { CheckpointReading } from './checkpoints.ts'
import type { ImportedWeights } from './import.ts'
import type { EngineTimes } from './engines.ts'
import type { MeasureRequest } from './measurements.ts'
import type { Plan } from './plan.ts'
import type { EngineRecord } from './records.ts'
import type { PictureMessage } from './pictureMessage.ts'

export interface SampleRequest {
  prompts: string[]
  seed: number
  /** Of the pictures, `24x16`; left out: the square of `image.size`. */
  size?: string
  /** Left out: the run's own setting. */
  guidance?: number
  steps?: number
  sampler?: RunConfig['sample']['sampler']
  /** What is made: left out, images where the run has them, else waves. */
  modality?: ModalityName
}

export interface CaptionRequest {
  /** PNG, JPEG or WebP bytes of any size, cropped and resized as the dataset's pictures are, or those of WAV files. Empty takes held-out items. */
  images: Uint8Array[]
  /** With no files: how many held-out items. */
  count?: number
  temperature?: number
  seed: number
}

/** A checkpoint as a folder that works without the app. */
export interface ExportRequest {
  format: Exclude<ExportFormat, 'labrun'>
  dtype: ExportDtype
  /** Left out: those that the run samples with. */
  weights?: ExportWeights
  /** The folder to make. */
  out: string
  about: ExportAbout
}

/**
 * How well a run makes and captions held-out scenes or waves, by the rule-based checkers: the share with each attribute right. Of
 * scenes these are shape and colour, of waves timbre, pitch, loudness and envelope; `both` are the first two together.
 */
export interface Score {
  /** Items in each half of the table. */
  count: number
  draw: ScoreShares
  caption: ScoreShares
}
export type ScoreShares = { both: number } & { [attribute: string]: number }

/** Main → kernel. One training job at a time; requests about a checkpoint answer with the same `id`. */
export type HostMessage =
  | { type: 'train'; run: string; config: RunConfig; directory: string; resumeFrom: string | null; autoencoder: string | null; latentCache: string; forkFrom?: string }
  | { type: 'stop' }
  | { type: 'pause' }
  | { type: 'continue' }
  | { type: 'sample'; id: number; checkpoint: string; request: SampleRequest }
  | { type: 'caption'; id: number; checkpoint: string; request: CaptionRequest }
  | { type: 'generate'; id: number; checkpoint: string; request: GenerateRequest }
  /** Stops answering the request of this id, which is then refused. */
  | { type: 'cancel'; request: number }
  | { type: 'score'; id: number; checkpoint: string; count: number; seed: number }
  | { type: 'scoreEdits'; id: number; checkpoint: string; count: number; seed: number }
  | { type: 'export'; id: number; checkpoint: string; request: ExportRequest }
  | { type: 'tensors'; id: number; checkpoint: string; against: string | null }
  | { type: 'import'; id: number; source: string; changes: Record<string, unknown>; folder: string }
  | { type: 'measure'; id: number; checkpoint: string; request: MeasureRequest; networks: string }
  | { type: 'doctor'; id: number; trace: boolean; only?: string }
  | { type: 'measureEngines'; id: number; config: RunConfig }
  | { type: 'inspectMasks'; id: number; of: { config: RunConfig } | { layout: string }; masks: MaskSetting[]; sequence: number; noise: number }
  | { type: 'inspectAttention'; id: number; checkpoint: string; mask: MaskSetting | null; request: Omit<AttentionSpec, 'run' | 'step' | 'mask'> }
  | { type: 'inspectPerturbation'; id: number; of: { config: RunConfig } | { checkpoint: string }; mask: MaskSetting | null; sequence: number; noise: number }
  | { type: 'browse'; id: number; request: DatasetRequest }
  | { type: 'plan'; id: number; config: RunConfig; time: boolean }
  | { type: 'shutdown' }

export interface VulkanDriverHere {
  name: string
  /** The file that tells Vulkan's loader of it. */
  manifest: string
  /** Whether it was chosen in the app. */
  chosen: boolean
}

/** A Vulkan driver, and what WebGPU says with it alone. */
export interface ExaminedDriver extends VulkanDriverHere {
  available: boolean
  detail: string
}

export interface DoctorReport {
  engines: { name: string; available: boolean; detail: string }[]
  versions: Record<string, string>
  cpu: { model: string; cores: number; memoryBytes: number }
  /** Graphics cards, as the system names them. */
  adapters: { name: string; driver: string | null }[]
  /** Vulkan drivers that are here (Linux). */
  drivers: VulkanDriverHere[]
  /** With `trace`: how many nodes of a training step each provider runs. */
  nodes: Record<string, number> | null
}

/** Kernel → main. */
export type KernelMessage =
  | { type: 'ready' }
  | { type: 'preparing'; run: string; stage: string; done: number; total: number }
  /** One sentence that the user should know, though the run goes on: a cache that was damaged and is made anew. */
  | { type: 'remark'; run: string; text: string }
  | { type: 'started'; run: string; step: number; parameters: number; engine: EngineRecord; datasetHash: string; problems: { file: string; reason: string }[] }
  | { type: 'step'; run: string; step: number; metrics: Record<string, number>; elementsSeen: number; imagesSeen: number; millisecondsLeft: number }
  | { type: 'evaluation'; run: string; step: number; metrics: Record<string, number> }
  | { type: 'pictures'; run: string; step: number; key: 'sample' | 'caption' | 'reconstruction' | 'mask'; pictures: PictureMessage[] }
  | { type: 'checkpoint'; run: string; step: number; directory: string; sha256: string; bytes: number; kind: 'cadence' | 'last' }
  /** With a reason where it was not asked to: continued, it goes on from its last checkpoint. */
  | { type: 'paused'; run: string; step: number; reason?: string }
  | { type: 'continued'; run: string; step: number }
  | { type: 'finished'; run: string; step: number }
  | { type: 'stopped'; run: string; step: number }
  | { type: 'failed'; run: string; step: number; reason: string }
  | { type: 'progress'; id: number; done: number; total: number }
  | { type: 'sampled'; id: number; pictures: PictureMessage[] }
  | { type: 'captioned'; id: number; pictures: PictureMessage[] }
  /** Part `index` of what comes after prompt `row` has changed. */
  | { type: 'generating'; id: number; row: number; index: number; part: GeneratedPart }
  | { type: 'generated'; id: number; results: Generation<GeneratedPart>[] }
  | { type: 'scored'; id: number; score: Score; pictures: PictureMessage[] }
  /** Three pictures an edit: the source, what became of it, and what it should be. */
  | { type: 'editsScored'; id: number; score: EditScore; pictures: PictureMessage[] }
  | { type: 'exported'; id: number; files: WrittenFile[] }
  | { type: 'tensors'; id: number; reading: Omit<CheckpointReading, 'step' | 'against'> }
  | { type: 'imported'; id: number; imported: ImportedWeights }
  | { type: 'measured'; id: number; numbers: Record<string, number> }
  | { type: 'doctor'; id: number; report: DoctorReport }
  | { type: 'enginesMeasured'; id: number; times: EngineTimes }
  | { type: 'inspected'; id: number; inspection: PackedInspection }
  | { type: 'attention'; id: number; reading: AttentionReading }
  | { type: 'perturbed'; id: number; perturbation: Perturbation }
  | { type: 'browsed'; id: number; page: DatasetPage }
  | { type: 'planned'; id: number; plan: Plan }
  | { type: 'refused'; id: number; reason: string }
