import * as tf from '../engine/tfjs.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { HostTensors, Program, Specs, TensorSpec, Tensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { lossInputs, losses, type Losses } from '../model/losses.ts'
import { initialParameters, parameterSpecs } from '../model/parameters.ts'
import type { BatchShape } from '../model/transfusion.ts'
import { adamw, clipFactor } from './adamw.ts'
import { stateName, type StateKind } from './stateNames.ts'

const scalar: TensorSpec = { shape: [], dtype: 'float32' }

const keptKinds = (config: RunConfig): StateKind[] => (config.train.ema > 0 ? ['param', 'm', 'v', 'ema'] : ['param', 'm', 'v'])

/** Which of a run's weights evaluation and sampling use. */
export const servingKind = (config: RunConfig): StateKind => (config.train.ema > 0 ? 'ema' : 'param')

/** Everything that a run keeps between steps. */
export const trainState = (config: RunConfig): Specs =>
  Object.fromEntries(keptKinds(config).flatMap((kind) =>
    parameterSpecs(config).map(({ name, shape }) => [stateName(kind, name), { shape, dtype: 'float32' } satisfies TensorSpec])))

/** The state before the first step: initial parameters, zero moments, the average equal to the parameters. */
export const initialState = (config: RunConfig): HostTensors => {
  const parameters = initialParameters(config)
  return Object.fromEntries(keptKinds(config).flatMap((kind) => Object.entries(parameters).map(([name, { shape, data }]) => {
    const zero = kind === 'm' || kind === 'v'
    return [stateName(kind, name), { shape, dtype: 'float32' as const, data: zero ? new Float32Array(elements(shape)) : data }]
  })))
}

/**
 * One training step as one program: forward, backward, clip, AdamW, moving average.
 * Beside the batch it takes the scalars `lr`, `correction1` and `correction2`, and it returns the scalars
 * `total`, `text`, `image` and `gradientNorm`.
 */
export const trainProgram = (config: RunConfig, shape: BatchShape): Program => ({
  name: 'train',
  inputs: { ...lossInputs(config, shape), lr: scalar, correction1: scalar, correction2: scalar },
  state: trainState(config),
  run(x, state) {
    const names = parameterSpecs(config).map(({ name }) => name)
    const { loss, gradients } = lossAndGradients(x, state, names, config)
    const { norm, factor } = clipFactor(gradients, config.train.clip)
    const size = { lr: x['lr']!, correction1: x['correction1']!, correction2: x['correction2']! }
    const next: Tensors = {}
    names.forEach((name, i) => {
      const old = { parameter: state[stateName('param', name)]!, m: state[stateName('m', name)]!, v: state[stateName('v', name)]! }
      const { parameter, m, v } = adamw(old, tf.mul(gradients[i]!, factor), size, config.train)
      next[stateName('param', name)] = parameter
      next[stateName('m', name)] = m
      next[stateName('v', name)] = v
      const { ema } = config.train
      if (ema > 0) next[stateName('ema', name)] = tf.add(tf.mul(state[stateName('ema', name)]!, ema), tf.mul(parameter, 1 - ema))
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
