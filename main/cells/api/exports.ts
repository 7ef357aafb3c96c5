export interface ExportOptions {
  /** `safetensors`, `pytorch`, `onnx` and `tfjs` are folders that work without this app; `labrun` is one file that another home of it imports. */
  format: 'safetensors' | 'pytorch' | 'onnx' | 'tfjs' | 'labrun'
  /** What to make, relative to the notebook; left out: a new name in `exports` of the home. */
  out?: string
  /** Default fp32. */
  dtype?: 'fp32' | 'fp16' | 'bf16'
  /** Averaged weights or the optimiser's own; left out: those that the run samples with. */
  weights?: 'ema' | 'raw'
  /** A step that has a checkpoint; left out: the last. */
  step?: number
}

/** What was written. */
export interface Exported {
  readonly path: string
  readonly step: number
  readonly files: readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]
}
