import type { ConfigChanges, ConfigGrid, ConfigInput, PresetName, RunConfig } from '../configTypes.ts'
import type { Claim, ParityRatio, Verdict } from './claims.ts'
import type { ExportOptions, Exported } from './exports.ts'
import type { CaptionOptions, GenerateOptions, Generated, Picture, SampleOptions } from './generation.ts'
import type { InspectOptions, Mask, MaskOptions, MaskPredicate, MaskVerdict, Masks } from './masks.ts'
import type { MeasureOptions, Measurement, Score } from './measurements.ts'
import type { Run, SweepOptions, TrainOptions } from './runs.ts'

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
