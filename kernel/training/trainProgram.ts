import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { HostTensors, Program, Specs, TensorSpec, Tensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { lossInputs, losses, type Losses } from '../model/losses.ts'
import { initialParameters, parameterSpecs, type ParameterSpec } from '../model/parameters.ts'
import type { BatchShape } from '../model/transfusion.ts'
import { adamw, clipFactor } from './adamw.ts'
import { muon, takesMuon } from './muon.ts'
import { stateKinds, stateName, type StateKind } from './stateNames.ts'

const scalar: TensorSpec = { shape: [], dtype: 'float32' }

const usesMuon = ({ train }: RunConfig, { name, shape }: ParameterSpec): boolean => train.optimizer === 'muon' && takesMuon(name, shape)

/** What is kept of each parameter, by name: Muon has no second moment. */
const keptState = (config: RunConfig): { kind: StateKind; spec: ParameterSpec }[] =>
  stateKinds.flatMap((kind) => parameterSpecs(config)
    .filter((spec) => (kind === 'ema' ? config.train.ema > 0 : kind !== 'v' || !usesMuon(config, spec)))
    .map((spec) => ({ kind, spec })))

/** Which of a run's weights evaluation and sampling use. */
export const servingKind = (config: RunConfig): StateKind => (config.train.ema > 0 ? 'ema' : 'param')

/** Everything that a run keeps between steps. */
export const trainState = (config: RunConfig): Specs =>
  Object.fromEntries(keptState(config).map(({ kind, spec }) => [stateName(kind, spec.name), { shape: spec.shape, dtype: 'float32' } satisfies TensorSpec]))

/** The state before the first step: initial parameters, zero moments, the average equal to the parameters. */
export const initialState = (config: RunConfig): HostTensors => {
  const parameters = initialParameters(config)
  return Object.fromEntries(keptState(config).map(({ kind, spec }) => {
    const zero = kind === 'm' || kind === 'v'
    return [stateName(kind, spec.name), { shape: spec.shape, dtype: 'float32' as const, data: zero ? new Float32Array(elements(spec.shape)) : parameters[spec.name]!.data }]
  }))
}

/**
 * One training step as one program: forward, backward, clip, AdamW or Muon, moving average.
 * Beside the batch it takes the scalars `lr`, `correction1` and `correction2`, and it returns the scalars
 * `total`, `text`, `image` and `gradientNorm`.
 */
export const trainProgram = (config: RunConfig, shape: BatchShape): Program => ({
  name: 'train',
  inputs: { ...lossInputs(config, shape), lr: scalar, correction1: scalar, correction2: scalar },
  state: trainState(config),
  run(x, state) {
    const specs = parameterSpecs(config)
    const { loss, gradients } = lossAndGradients(x, state, specs.map(({ name }) => name), config)
    const { norm, factor } = clipFactor(gradients, config.train.clip)
    const size = { lr: x['lr']!, correction1: x['correction1']!, correction2: x['correction2']! }
    const next: Tensors = {}
    specs.forEach((spec, i) => {
      const own = (kind: StateKind): tf.Tensor => state[stateName(kind, spec.name)]!
      const stepped: Partial<Record<StateKind, tf.Tensor>> = usesMuon(config, spec)
        ? muon(own('param'), own('m'), tf.mul(gradients[i]!, factor), size.lr, config.train)
        : adamw({ param: own('param'), m: own('m'), v: own('v') }, gradients[i]!, factor, size, config.train)
      const { ema } = config.train
      if (ema > 0) stepped.ema = tf.add(tf.mul(own('ema'), ema), tf.mul(stepped.param!, 1 - ema))
      for (const [kind, tensor] of Object.entries(stepped)) next[stateName(kind as StateKind, spec.name)] = tensor
    })
    return { outputs: { ...loss, gradientNorm: norm }, state: next }
  },
})

const lossAndGradients = (x: Tensors, state: Tensors, names: readonly string[], config: RunConfig): { loss: Losses & Tensors; gradients: tf.Tensor[] } => {
  let parts!: Losses
  const ofParameters = tf.valueAndGrads((...values) => {
    const { total, text, image } = losses(x, Object.fromEntries(names.map((name, i) => [name, values[i]!])), config)
    // What is not returned is disposed of when differentiation ends.
    parts = { total, text: tf.keep(text), image: tf.keep(image) }
    return total as tf.Scalar
  })
  const { value, grads } = ofParameters(names.map((name) => state[stateName('param', name)]!))
  return { loss: { total: value, text: parts.text, image: parts.image }, gradients: grads }
}
