import type { PictureCoder } from '../autoencoder/coder.ts'
import { openCoder, openPictureSpace, type PictureSpace } from '../autoencoder/pictureSpace.ts'
import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
import * as tf from '../engine/tfjs.ts'
import type { Compiled, Engine, HostTensor, HostTensors, Program, Specs, State, Tensors } from '../engine/engine.ts'
import { runEach } from '../engine/runEach.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { modelInputs, transfusion, type BatchShape } from '../model/transfusion.ts'
import { stateName, type StateKind } from '../training/stateNames.ts'
import { denoisingProgram, type DenoisingShape } from './denoising/denoisingProgram.ts'
import { readingProgram, type Asked, type ReadingShape } from './reading/readingProgram.ts'

type Inputs = Record<string, Float32Array | Int32Array>

/** What is asked of the model: the prediction of images' or of waves' patches, the logits of the text places, or what its heads read at every position. */
export type Wanted = 'prediction' | 'wavePrediction' | 'logits' | 'hidden'

/** What to ask for to have the prediction of a modality. */
export const predictionOf = { image: 'prediction', wave: 'wavePrediction' } as const satisfies Record<ModalityName, Wanted>

const parametersOf = (config: RunConfig, state: Tensors, kind: StateKind): Tensors =>
  Object.fromEntries(parameterSpecs(config).map(({ name }) => [name, state[stateName(kind, name)]!]))

const stateOf = (config: RunConfig, kind: StateKind): Specs =>
  Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [stateName(kind, name), { shape, dtype: 'float32' }]))

const forwardProgram = (config: RunConfig, shape: BatchShape, kind: StateKind, wanted: readonly Wanted[]): Program => ({
  name: `forward-${wanted.join('-')}`,
  inputs: modelInputs(config, shape),
  state: stateOf(config, kind),
  run(x, state) {
    const { hidden, logits, predictions } = transfusion(x, parametersOf(config, state, kind), config)
    const made = { hidden, logits, prediction: predictions.image, wavePrediction: predictions.wave }
    return { outputs: Object.fromEntries(wanted.map((name) => {
      const output = made[name]
      if (!output) throw new Error('this model has no such items')
      return [name, output]
    })) }
  },
})

/** Scores q·k/√K and weights of every head: `scores.0`, `weights.0` … [B, H, T, T], one pair a layer. */
const attentionProgram = (config: RunConfig, shape: BatchShape, kind: StateKind): Program => ({
  ...forwardProgram(config, shape, kind, ['hidden']),
  name: 'attention',
  run(x, state) {
    const outputs: Tensors = {}
    transfusion(x, parametersOf(config, state, kind), config, { observe: (layer, q, k) => {
      const scores = tf.matMul(q, k, false, true) // [B, H, T, T]
      outputs[`scores.${layer}`] = scores
      outputs[`weights.${layer}`] = tf.softmax(tf.add(scores, x['bias']!))
    } })
    return { outputs }
  },
})

export interface InferenceOptions {
  /** The config's autoencoder, where it is open already. */
  coder?: PictureCoder | null
  /** Whether nothing changes the state while the model is used, as training would: engines may then build it into programs. Default false. */
  weightsStay?: boolean
}

/** A trained model that answers: compiles a program for each shape it is asked for, and keeps it. */
export class InferenceModel {
  readonly config: RunConfig
  /** How pictures become what this model is shown, and back. */
  readonly space: PictureSpace
  readonly #engine: Engine
  readonly #state: State
  readonly #kind: StateKind
  readonly #weightsStay: boolean
  readonly #compiled = new Map<string, Promise<Compiled>>()

  /**
   * @param kind which of the state's weights answer: a run's own, or their moving average
   */
  constructor(config: RunConfig, engine: Engine, state: State, kind: StateKind, { coder = openCoder(config, engine, state), weightsStay = false }: InferenceOptions = {}) {
    this.config = config
    this.#engine = engine
    this.#state = state
    this.#kind = kind
    this.#weightsStay = weightsStay
    this.space = openPictureSpace(config, coder, state)
  }

  /** @returns [I, n, P], [L, V] or [B·T, D] */
  async forward(wanted: Wanted, shape: BatchShape, inputs: Inputs): Promise<HostTensor> {
    return (await this.forwardOnce([wanted], shape, inputs))[wanted]
  }

  /** As `forward`, all that is wanted in one pass. */
  async forwardOnce<Name extends Wanted>(wanted: readonly Name[], shape: BatchShape, inputs: Inputs): Promise<Record<Name, HostTensor>> {
    return this.#run(wanted.join('-'), shape, inputs, () => forwardProgram(this.config, shape, this.#kind, wanted)) as Promise<Record<Name, HostTensor>>
  }

  /** What every head attends to: `scores.0`, `weights.0` …, [B, H, T, T] each. */
  attention(shape: BatchShape, inputs: Inputs): Promise<HostTensors> {
    return this.#run('attention', shape, inputs, () => attentionProgram(this.config, shape, this.#kind))
  }

  /** How many passes can be made beside each other, each on a lane of its own; 0 where there are no lanes. */
  get lanes(): number {
    return this.#engine.lanes?.countFor(stateOf(this.config, this.#kind)) ?? 0
  }

  /**
   * A pass over elements that follow others, see `readingInputs`; `Reader` keeps what such passes need.
   * @param lane the lane that makes it; left out, all of the engine does
   */
  read(asked: Asked, shape: ReadingShape, inputs: Inputs, lane?: number): Promise<HostTensors> {
    const program = () => readingProgram(this.config, shape, asked, stateOf(this.config, this.#kind), (state) => parametersOf(this.config, state, this.#kind))
    return this.#run(`read-${asked}-${shape.cached}`, shape, inputs, program, lane)
  }

  /**
   * Steps of denoising that follow each other.
   * @param inputs see `denoisingProgram`; of `x` the first
   * @param steps what each is fed beside them
   * @returns the noisy items [I · n · P] after the last
   */
  async denoise(shape: DenoisingShape, inputs: Inputs, steps: readonly Inputs[], lane?: number): Promise<Float32Array> {
    const program = () => denoisingProgram(this.config, shape, stateOf(this.config, this.#kind), (state) => parametersOf(this.config, state, this.#kind))
    const compiled = this.#compiledFor(`denoise-${JSON.stringify(shape)}-${lane}`, program, lane)
    const { next } = await runEach(await compiled, { inputs, each: steps, carried: { next: 'x' } }, this.#state)
    return next!.data as Float32Array
  }

  async #run(name: string, shape: BatchShape, inputs: Inputs, program: () => Program, lane?: number): Promise<HostTensors> {
    const { batch, length, images, waves, texts } = shape
    return (await this.#compiledFor([name, batch, length, images, waves, texts, lane].join(), program, lane)).run(inputs, this.#state)
  }

  /** @param key what tells the program from all others */
  #compiledFor(key: string, program: () => Program, lane?: number): Promise<Compiled> {
    let compiled = this.#compiled.get(key)
    if (!compiled) this.#compiled.set(key, (compiled = this.#compile(program(), lane)))
    return compiled
  }

  #compile(program: Program, lane: number | undefined): Promise<Compiled> {
    const fixed = this.#weightsStay ? this.#state : undefined
    return lane === undefined ? this.#engine.compile(program, undefined, fixed) : this.#engine.lanes!.compile(program, lane, fixed)
  }

  async dispose(): Promise<void> {
    for (const compiled of this.#compiled.values()) await (await compiled).dispose()
    this.#compiled.clear()
    await this.space.dispose()
  }
}
