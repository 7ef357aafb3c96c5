/** What one training step said: its losses, `total` among them, and `gradientNorm`. */
export type StepLosses = Readonly<Record<string, number>>

export interface TimedStep {
  milliseconds: number
  losses: StepLosses
}

/** One of the two that are compared: a process of its own that holds the model and takes steps when told to. */
export interface Side {
  /** Names and versions, for the head of the report. */
  readonly about: Record<string, string>
  /** Takes steps one after another on the same batch. */
  run(steps: number): Promise<TimedStep[]>
  /** AdamW's first moments, by parameter: after one step, (1 − β₁) times the clipped gradient. */
  firstMoments(): Promise<Record<string, Float32Array>>
  /** GFLOP/s of one matrix product alone, best of several. */
  productRate(rows: number, inner: number, columns: number): Promise<number>
  /** Most bytes resident so far; null where the platform does not say. */
  peakMemory(): Promise<number | null>
  close(): Promise<void>
}
