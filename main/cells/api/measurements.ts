/**
 * Shares of held-out scenes or waves with each attribute right: of scenes `shape` and `colour`, of waves `timbre`, `pitch`,
 * `loudness`, `envelope` and `all` four. `both` are the first two together.
 */
export interface Score {
  readonly count: number
  readonly draw: ScoreShares
  readonly caption: ScoreShares
}
export type ScoreShares = { readonly both: number } & { readonly [attribute: string]: number }

export interface MeasureOptions {
  /** Of which checkpoint; left out: the last. */
  step?: number
  /** Documents, pictures or prompts of each measurement. Default 128. Fréchet distances compare only at the same count. */
  count?: number
  /** Same seed: drawings start from the same noise. */
  seed?: number
  /** Weights of the `guidance` sweep. */
  guidance?: readonly number[]
  /** Denoising steps of the `steps` sweep. */
  steps?: readonly number[]
}

export type Measurement = 'heldOut' | 'raster' | 'promptGain' | 'captions' | 'frechet' | 'fid' | 'clip' | 'scenes' | 'guidance' | 'steps'
