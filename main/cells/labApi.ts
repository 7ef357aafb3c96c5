import type { ConfigChanges, ConfigGrid, ConfigInput, PresetName, RunConfig } from './configTypes.ts'

/** A training run, as it was when it was asked for. */
export interface Run {
  readonly id: string
  readonly name: string
  readonly config: RunConfig
  readonly status: 'queued' | 'preparing' | 'running' | 'paused' | 'finished' | 'failed' | 'cancelled' | 'crashed'
  /** Why it failed, crashed or was cancelled. */
  readonly reason: string | null
  /** What it went on in spite of, as files that were skipped: one sentence each. */
  readonly remarks: readonly string[]
  /** Optimiser steps done. */
  readonly step: number
  /** Trainable numbers N; null until training has begun. */
  readonly parameters: number | null
  /** Text tokens and patches trained on, D. */
  readonly elementsSeen: number
  readonly imagesSeen: number
  /** The last value of each metric: `run.metrics['eval.epsilonMse']`. */
  readonly metrics: Readonly<Record<string, number>>
}

/** A picture that a run drew or captioned. */
export interface Picture {
  readonly sha256: string
  readonly width: number
  readonly height: number
  /** The prompt of a drawing, the generated caption of a captioned picture. */
  readonly text: string
  /** For captions: what the dataset says. */
  readonly reference: string | null
  /** Of a wave, whose curve this is: what its WAV file is kept under. */
  readonly wav?: string
}

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

export interface TrainOptions {
  /** Left out: made from the keys that you set. */
  name?: string
  /** Run it also when this config already ran. */
  again?: boolean
  /** Go on from this run's last checkpoint, or from another of its steps: `'RUN@STEP'`. Steps are counted on, so `train.steps` is the total. */
  from?: Run | string
}

export interface SweepOptions {
  /** How many seeds each point of the grid gets: 0, 1, … n − 1 after the base's own. */
  seeds?: number
  again?: boolean
}

export interface SampleOptions {
  prompts: string | readonly string[]
  /** Classifier-free guidance weight; left out: the run's own. */
  guidance?: number
  /** Denoising steps; left out: the run's own. */
  steps?: number
  /** What is made. Left out: images where the run has them, else waves. */
  modality?: 'image' | 'wave'
  /** Of pictures, `'32x16'`, for a run with `image.buckets`; left out: the square of `image.size`. */
  size?: string
  /** Same seed and prompts: same pictures. */
  seed?: number
}

export interface GenerateOptions {
  /** What comes next: a picture, a wave, or text and nothing else. Left out: whatever the model says. */
  next?: 'image' | 'wave' | 'text'
  /** Most elements to add, text tokens and patches alike. */
  budget?: number
  /** Randomness of the text; 0 takes the likeliest token. Left out: the run's own. */
  temperature?: number
  /** Only the likeliest tokens that together have these odds. */
  topP?: number
  /** Only tokens with at least this share of the likeliest one's odds. */
  minP?: number
  guidance?: number
  steps?: number
  seed?: number
}

/** What came after a prompt. */
export interface Generated {
  /** In order: stretches of text, pictures, and waves as pictures of their curves. */
  readonly parts: readonly (string | Picture)[]
  readonly pictures: readonly Picture[]
  readonly text: string
  /** The model said that it is done, or there was no room for more. */
  readonly ended: 'endOfText' | 'budget'
}

export interface CaptionOptions {
  /** Held-out pictures or waves to caption. Default 8. */
  count?: number
  /** Your own files: paths of PNG, JPEG, WebP or WAV files, relative to the notebook. */
  images?: string | readonly string[]
  seed?: number
}

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

/** A position of a sequence, as a mask sees it. */
export interface Position {
  readonly index: number
  readonly modality: 'text' | 'image' | 'wave'
  /** Number of the image or wave in the sequence, from 0, counted together; null for text. */
  readonly image: number | null
  /** Patch row and column in the image; 0 for text. */
  readonly row: number
  readonly col: number
  /** Number of the document in the sequence. */
  readonly document: number
  /** Place in the document, from 0. */
  readonly offset: number
  /** t / T of its image: 0 for text and for clean images. */
  readonly noise: number
  /** noise > 0 */
  readonly noisy: boolean
}

/** A mask, kept as text: a value of the config key `mask`. */
export interface Mask {
  readonly name: string
  /** The predicate in its one text. */
  readonly source: string
}

/** Whether query q sees key k. */
export type MaskPredicate<Constants> = (pair: { readonly q: Position; readonly k: Position }, constants: Constants) => boolean

export interface MaskOptions<Constants> {
  name: string
  /** Numbers that the predicate takes from outside: it is kept as text, so it cannot see your variables. */
  constants?: Constants
}

/** Parts that masks are made of. */
export interface Masks {
  /** A pair that all of them allow. */
  and(...masks: readonly Mask[]): Mask
  /** A pair that one of them allows. */
  or(...masks: readonly Mask[]): Mask
  not(mask: Mask): Mask
  /** Keys at most n − 1 positions away, before or after: of a causal mask, the last n positions. */
  window(n: number): Mask
  readonly sameImage: Mask
  readonly sameDocument: Mask
  /** Patches of one row of one image. */
  readonly sameRow: Mask
  /** Keys that are patches of a noisy image. */
  readonly noisy: Mask
  readonly transfusion: Mask
  readonly causal: Mask
  readonly bidirectional: Mask
  readonly blockCausal: Mask
  readonly noisyImagesHidden: Mask
  readonly rowCausal: Mask
  readonly localWindow: Mask
  readonly prefixLM: Mask
}

/** What a check says of a mask. */
export interface MaskVerdict {
  readonly mask: string
  readonly check: string
  readonly verdict: 'passes' | 'fails' | 'notApplicable'
  readonly sentence: string
  /** A pair that shows it. */
  readonly pair: { readonly query: number; readonly key: number; readonly via: number | null } | null
}

export interface InspectOptions {
  /** Which held-out sequence. Default 0. */
  sequence?: number
  /** Noise t / T of its images. Default 0.5. */
  noise?: number
}

/** What a number of a run is read by. */
interface NumberOf {
  run(run: Run): number
}

/** A claim about two lists of runs that differ in one thing. */
export interface Claim {
  /** What is claimed, in words. */
  claim: string
  /** Where it is claimed: "Table 5". */
  source?: string
  /** Runs, or their numbers, without what the claim is about … */
  control: readonly (Run | number)[]
  /** … and with it. Runs are paired by seed, numbers by place. */
  treated: readonly (Run | number)[]
  /** The number that is compared: a metric's key, or a function of a run. */
  metric: string | NumberOf['run']
  /** What the metric is called in the table, where it is not a metric's key. */
  label?: string
  /** What the claim expects of the treated side, seen from the control side. */
  expect: 'lower' | 'higher' | 'equal' | 'littleHigher'
  /** For `equal` and `littleHigher`: the largest difference that counts as little, as a share of the control's mean. Default 0.05. */
  margin?: number
}

/** What the runs say about a claim. */
export interface Verdict {
  readonly claim: string
  readonly source: string
  readonly metric: string
  readonly expected: string
  /** Pairs of runs. */
  readonly n: number
  readonly control: number
  readonly treated: number
  /** Mean of treated − control over the pairs, with its 95 % interval (paired t); null with one pair. */
  readonly difference: number
  readonly low: number | null
  readonly high: number | null
  readonly p: number | null
  readonly outcome: 'seen' | 'opposite' | 'notSeen' | 'noInterval'
  /** The verdict as a sentence, "not seen at this scale" and "opposite at this scale" among them. */
  readonly verdict: string
}

/** FLOPs of ours over FLOPs of the baseline at the same metric, with its 95 % interval. */
export interface ParityRatio {
  readonly ratio: number
  readonly low: number
  readonly high: number
  /** The metric at which both lines are read: that of the baseline's largest run. */
  readonly at: number
}

export type Scalar = string | number | boolean | null | undefined

/** What the cells of a notebook can do. */
export interface Lab {
  /**
   * A whole config from the keys that you set; all others take the preset's values, then the defaults.
   * @example lab.config({ preset: 'nano', loss: { lambda: 5 } })
   */
  config(input: ConfigInput): RunConfig
  /** The same config with some keys changed: `lab.config(base, { 'loss.lambda': 1 })`. */
  config(base: RunConfig, changes: ConfigChanges): RunConfig

  /** The presets: what each sets. */
  readonly presets: Readonly<Record<PresetName, object>>

  /**
   * Trains, and shows the run as it goes. A config that already ran is shown, not run again.
   * @returns the run when it has ended
   */
  train(config: RunConfig | ConfigInput, options?: TrainOptions): Promise<Run>

  /**
   * Trains every combination of the given values, one after another.
   * @example const runs = await lab.sweep(base, { 'loss.lambda': [1, 5, 20] }, { seeds: 2 })
   */
  sweep(base: RunConfig | ConfigInput, grid: ConfigGrid, options?: SweepOptions): Promise<Run[]>

  /**
   * Lays runs side by side: what differs in their configs, their metrics, curves and pictures. Runs that differ only in
   * their seed are one row and one band: mean, spread and n, with differences from the baseline paired by seed.
   * @param options.baseline the run, with its other seeds, that the others are measured against, or the keys that tell it from the others
   */
  compare(runs: readonly (Run | string)[], options?: { baseline?: Run | ConfigChanges }): void

  /** Draws prompts with a run's last checkpoint: pictures, or waves where the run has no pictures or `modality` says so. */
  sample(run: Run | string, prompts: string | readonly string[] | SampleOptions): Promise<Picture[]>

  /**
   * Goes on from a prompt of text and pictures, by text and pictures in any order, until the model says that it is done.
   * @param prompt text, in which `<image:FILE>` and `<wave:FILE>` stand for files beside the notebook; or a list of texts and pictures
   * @example await lab.generate(run, ['a red ring', picture, 'and a blue one'], { next: 'image' })
   */
  generate(run: Run | string, prompt: string | readonly (string | Picture)[], options?: GenerateOptions): Promise<Generated>

  /**
   * Edits a picture by an instruction, with a run that was trained on edits (`data.edits`).
   * @param picture a file beside the notebook, or a picture that a run drew
   * @example await lab.edit(run, 'scene.png', 'make the circle blue')
   */
  edit(run: Run | string, picture: string | Picture, instruction: string, options?: Pick<GenerateOptions, 'guidance' | 'steps' | 'seed'>): Promise<Picture>

  /** Captions pictures or waves with a run's last checkpoint: held-out ones, or your own files. */
  caption(run: Run | string, options?: CaptionOptions): Promise<Picture[]>

  /** Checks what a run makes and says of held-out single-object scenes of `shapes`, or of `waves`, against the truth. */
  score(run: Run | string, options?: { count?: number; seed?: number }): Promise<Score>

  /**
   * Takes a checkpoint away.
   * @example await lab.export(run, { format: 'pytorch', out: 'ring-model' })
   */
  export(run: Run | string, options: ExportOptions): Promise<Exported>

  /**
   * A mask from a predicate. It is read as text and never run: it may use the fields of q and k, numbers, comparisons,
   * arithmetic, &&, ||, !, ?:, const, if, return and Math.abs, floor, min, max. Every position sees itself in any case.
   * @example const near = lab.mask(({ q, k }, { n }) => k.index <= q.index && q.index - k.index < n, { name: 'near', constants: { n: 8 } })
   */
  mask<const Constants extends Readonly<Record<string, number | boolean>> = {}>(predicate: MaskPredicate<Constants>, options: MaskOptions<Constants>): Mask

  /** Shipped masks and parts to make your own of: `lab.masks.and(lab.masks.causal, lab.masks.window(8))`. */
  readonly masks: Masks

  /**
   * Shows a held-out sequence and who sees whom in it, checked.
   * @param of a config, a run, or a layout in words: "t5 boi i4x4 eoi t3"
   * @param masks names, masks, and last, if you like, options. None: the config's own
   */
  inspect(of: RunConfig | ConfigInput | Run | string, ...masks: readonly (RunConfig['mask'] | InspectOptions)[]): Promise<readonly MaskVerdict[]>

  /**
   * Measures a checkpoint, shows the numbers as a table and returns them by key. The numbers are kept with the run.
   * @param what left out: all but `scenes` and the sweeps
   * @example const { 'measure.frechet': distance } = await lab.measure(run, ['frechet'])
   */
  measure(run: Run | string, what?: readonly Measurement[], options?: MeasureOptions): Promise<Readonly<Record<string, number>>>

  /**
   * Holds a claim against runs: the mean difference of pairs with the same seed, its 95 % interval by Student's paired
   * t, and a verdict in words. Show several with `lab.verdicts`.
   * @example lab.claim({ claim: 'bidirectional is better', control: causal, treated: bidirectional, metric: 'eval.epsilonMse', expect: 'lower' })
   */
  claim(claim: Claim): Verdict

  /** Shows verdicts as one table. */
  verdicts(verdicts: readonly Verdict[], title?: string): void

  /**
   * The parity FLOP ratio of Table 3: straight lines of log metric on log FLOPs (6ND) through three sizes or more of
   * each family, read at the value of the baseline's largest run; below 1 ours needs less.
   */
  parityRatio(ours: readonly Run[], baseline: readonly Run[], metric: string): ParityRatio

  /** Shows rows as a table. */
  table(rows: readonly Readonly<Record<string, Scalar>>[], title?: string): void

  /** All runs, newest first. */
  runs(): Promise<Run[]>
  /** One run by its name or id. */
  run(reference: string): Promise<Run>
}
