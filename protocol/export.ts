import type { GitRecord } from './records.ts'

/** What a checkpoint can be taken away as. */
export const exportFormats = ['safetensors', 'pytorch', 'onnx', 'tfjs', 'labrun'] as const
export type ExportFormat = (typeof exportFormats)[number]

export const exportFormatWords: Record<ExportFormat, string> = {
  safetensors: 'weights under Llama-style names, with config, tokenizer and card',
  pytorch: 'the same, with the model in plain PyTorch and a script that draws and captions',
  onnx: 'graphs for any ONNX runtime: text with a cache, denoising step, patches, autoencoder',
  tfjs: 'the same graphs as one TensorFlow.js graph model',
  labrun: 'the whole run as one file, to open on another machine',
}

export const exportDtypes = ['fp32', 'fp16', 'bf16'] as const
export type ExportDtype = (typeof exportDtypes)[number]

/** Averaged weights, where the run keeps them, or the optimiser's own. */
export const exportWeights = ['ema', 'raw'] as const
export type ExportWeights = (typeof exportWeights)[number]

export interface ExportOptions {
  format: ExportFormat
  /** Default fp32. */
  dtype?: ExportDtype
  /** Default: those that the run samples with. */
  weights?: ExportWeights
  /** A step that has a checkpoint; default the last. */
  step?: number
}

/** A file of an export. */
export interface WrittenFile {
  /** Path in the folder, with `/`. */
  name: string
  bytes: number
  sha256: string
}

export interface ExportResult {
  /** The folder, or the one file of a bundle. */
  path: string
  step: number
  files: WrittenFile[]
}

/** What the card of an export says beside the config: the run's record, measurements and pictures. */
export interface ExportAbout {
  run: string
  name: string
  created: number
  appVersion: string
  git: GitRecord | null
  userKeys: string[]
  datasetHash: string | null
  /** The last value of each metric up to the checkpoint. */
  metrics: { key: string; value: number; step: number }[]
  pictures: { png: Uint8Array; text: string }[]
}

/** What an export is called while it is written, beside its place. @param id a UUID of this writing */
export const unfinishedName = (name: string, id: string): string => `.${name}.${id}`

/** Whether an entry is an export of this name that was begun: what a killed one leaves. */
export const isUnfinished = (entry: string, name: string): boolean =>
  entry.startsWith(`.${name}.`) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(entry.slice(name.length + 2))
