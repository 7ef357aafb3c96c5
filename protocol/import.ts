import type { RunConfig } from './config/index.ts'

/** Whose names the tensors of an imported file go by. */
export const importFormats = {
  lab: 'safetensors as this app exports them',
  checkpoint: 'a checkpoint of this app',
  lucidrains: 'the state dict of lucidrains/transfusion-pytorch',
  vachanvy: 'the state dict of VachanVY/Transfusion.torch',
} as const
export type ImportFormat = keyof typeof importFormats

/** What became of the tensors of an imported file. */
export interface ImportReport {
  format: ImportFormat
  /** Tensors that compute here what they computed there. */
  mapped: { from: string; to: string }[]
  /** Tensors that were left out, each with the reason. */
  left: { name: string; why: string }[]
  /** Parameters that the file has nothing for: they have their initial values. */
  fresh: string[]
}

/** What the kernel made of a file: a checkpoint. */
export interface ImportedWeights {
  config: RunConfig
  step: number
  directory: string
  bytes: number
  sha256: string
  parameters: number
  report: ImportReport
}

/** What an import is called in `progress` events: it has no run yet. Done and total are bytes. */
export const importing = 'import'
