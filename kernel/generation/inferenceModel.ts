import { openPictureSpace, type PictureSpace } from '../autoencoder/pictureSpace.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { Compiled, Engine, HostTensor, Program, State } from '../engine/engine.ts'
import { parameterSpecs } from '../model/parameters.ts'
import { modelInputs, transfusion, type BatchShape } from '../model/transfusion.ts'
import { stateName, type StateKind } from '../training/stateNames.ts'

/** What is asked of the model: the patches' prediction, or the logits of the text places. */
export type Wanted = 'prediction' | 'logits'

const forwardProgram = (config: RunConfig, shape: BatchShape, kind: StateKind, wanted: Wanted): Program => ({
  name: `forward-${wanted}`,
  inputs: modelInputs(config, shape),
  state: Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [stateName(kind, name), { shape, dtype: 'float32' }])),
  run(x, state) {
    const parameters = Object.fromEntries(parameterSpecs(config).map(({ name }) => [name, state[stateName(kind, name)]!]))
    const output = transfusion(x, parameters, config)[wanted]
    if (!output) throw new Error('this model has no images')
    return { outputs: { [wanted]: output } }
  },
})

/** A trained model that answers: compiles a program for each shape it is asked for, and keeps it. */
export class InferenceModel {
  readonly config: RunConfig
  /** How pictures become what this model is shown, and back. */
  readonly space: PictureSpace
  readonly #engine: Engine
  readonly #state: State
  readonly #kind: StateKind
  readonly #compiled = new Map<string, Promise<Compiled>>()

  /** @param kind which of the state's weights answer: a run's own, or their moving average */
  constructor(config: RunConfig, engine: Engine, state: State, kind: StateKind) {
    this.config = config
    this.#engine = engine
    this.#state = state
    this.#kind = kind
    this.space = openPictureSpace(config, engine, state)
  }

  /** @returns [I, n, P] or [L, V] */
  async forward(wanted: Wanted, shape: BatchShape, inputs: Record<string, Float32Array | Int32Array>): Promise<HostTensor> {
    const { batch, length, images, texts } = shape
    const key = [wanted, batch, length, images, texts].join()
    let compiled = this.#compiled.get(key)
    if (!compiled) this.#compiled.set(key, (compiled = this.#engine.compile(forwardProgram(this.config, shape, this.#kind, wanted))))
    return (await (await compiled).run(inputs, this.#state))[wanted]!
  }

  async dispose(): Promise<void> {
    for (const compiled of this.#compiled.values()) await (await compiled).dispose()
    this.#compiled.clear()
    await this.space.dispose()
  }
}
