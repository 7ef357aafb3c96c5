import * as tf from '../engine/tfjs.ts'
import { groupOf, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { HostTensors, Program, Specs, TensorSpec, Tensors } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { lossInputs, losses } from '../model/losses.ts'
import { initialParameters, parameterSpecs } from '../model/parameters.ts'
import type { ParameterSpec } from '../model/parameterSpec.ts'
import type { BatchShape } from '../model/transfusion.ts'
import { adamw, clipFactor } from './adamw.ts'
import { muon, takesMuon } from './muon.ts'
import { stateKinds, stateName, type StateKind } from './stateNames.ts'

const scalar: TensorSpec = { shape: [], dtype: 'float32' }

/** The scalars that every training step takes beside its batch. */
export const stepInputs: Specs = { lr: scalar, correction1: scalar, correction2: scalar }

const usesMuon = ({ train }: RunConfig, { name, shape }: ParameterSpec): boolean => train.optimizer === 'muon' && takesMuon(name, shape)

/** Whether training changes a parameter. */
const isTrained = ({ train }: RunConfig, { name }: ParameterSpec): boolean => !train.freeze.includes(groupOf(name))

/**
 * The parameters that training changes.
 * @throws InputError when all are frozen
 */
export const trainedSpecs = (config: RunConfig): ParameterSpec[] => {
  const trained = parameterSpecs(config).filter((spec) => isTrained(config, spec))
  if (trained.length === 0) throw new InputError(`train.freeze is ${config.train.freeze.join(', ')}, which is all of the model, so nothing would be trained; take at least one group out.`)
  return trained
}

/** What is kept of each parameter, by name: Muon has no second moment, and what is frozen has none at all. */
const keptState = (config: RunConfig): { kind: StateKind; spec: ParameterSpec }[] =>
  stateKinds.flatMap((kind) => parameterSpecs(config).filter((spec) => isKept(config, kind, spec)).map((spec) => ({ kind, spec })))

const isKept = (config: RunConfig, kind: StateKind, spec: ParameterSpec): boolean => {
  if (kind === 'param') return true
  if (kind === 'ema') return config.train.ema > 0
  return isTrained(config, spec) && (kind === 'm' || !usesMuon(config, spec))
}

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
 * `total`, `text`, `image`, for a model with waves `wave`, and `gradientNorm`.
 */
export const trainProgram = (config: RunConfig, shape: BatchShape): Program => ({
  name: 'train',
  inputs: { ...lossInputs(config, shape), ...stepInputs },
  state: trainState(config),
  run(x, state) {
    const { losses: parts, gradientNorm, next } = optimise(x, state, config, (parameters) => ({ ...losses(x, parameters, config) }))
    return { outputs: { ...parts, gradientNorm }, state: next }
  },
})

/** What one optimiser step gives: the losses, the gradient norm before clipping, and the next value of every state tensor that it changes. */
export interface Optimised {
  losses: Tensors & { total: tf.Tensor }
  gradientNorm: tf.Tensor
  next: Tensors
}

/**
 * Forward, backward, clip, AdamW or Muon, moving average, of any loss over the parameters of the config. Frozen ones count as constants.
 * @param lossesOf the loss to minimise as `total`, and what else is to be told of
 * @param clippedWith the group of a parameter: gradients are clipped by the norm of their group. `gradientNorm` is of the first one
 */
export const optimise = (x: Tensors, state: Tensors, config: RunConfig, lossesOf: (parameters: Tensors) => Tensors & { total: tf.Tensor }, clippedWith: (name: string) => string = () => 'all'): Optimised => {
  const specs = trainedSpecs(config)
  const all = parameterSpecs(config).map(({ name }) => name)
  const { losses, gradients } = lossAndGradients(state, all, specs.map(({ name }) => name), lossesOf, config.engine.precision === 'fp16' ? halfScale : 1)
  const clips = clipFactors(specs, gradients, clippedWith, config.train.clip)
  const size = { lr: x['lr']!, correction1: x['correction1']!, correction2: x['correction2']! }
  const next: Tensors = {}
  specs.forEach((spec, i) => {
    const own = (kind: StateKind): tf.Tensor => state[stateName(kind, spec.name)]!
    const { factor } = clips.get(clippedWith(spec.name))!
    const stepped: Partial<Record<StateKind, tf.Tensor>> = usesMuon(config, spec)
      ? muon(own('param'), own('m'), tf.mul(gradients[i]!, factor), size.lr, config.train)
      : adamw({ param: own('param'), m: own('m'), v: own('v') }, gradients[i]!, factor, size, config.train)
    const { ema } = config.train
    if (ema > 0) stepped.ema = tf.add(tf.mul(own('ema'), ema), tf.mul(stepped.param!, 1 - ema))
    for (const [kind, tensor] of Object.entries(stepped)) next[stateName(kind as StateKind, spec.name)] = tensor
  })
  return { losses, gradientNorm: [...clips.values()][0]!.norm, next }
}

/** Of each group of parameters, in the order of their first. */
const clipFactors = (specs: readonly ParameterSpec[], gradients: readonly tf.Tensor[], groupOf: (name: string) => string, clip: number): Map<string, ReturnType<typeof clipFactor>> => {
  const groups = new Set(specs.map(({ name }) => groupOf(name)))
  return new Map([...groups].map((group) => [group, clipFactor(gradients.filter((_, i) => groupOf(specs[i]!.name) === group), clip)]))
}

/** Lifts gradients out of fp16's smallest numbers on their way back (Micikevicius et al. 2018, §3.2); a power of two, so that it takes nothing away. */
const halfScale = 1024

/**
 * @param all the parameters that the loss is a function of
 * @param names those that it is differentiated by
 * @param scale of the loss while it is differentiated
 */
const lossAndGradients = (state: Tensors, all: readonly string[], names: readonly string[], lossesOf: (parameters: Tensors) => Tensors & { total: tf.Tensor }, scale: number): { losses: Tensors & { total: tf.Tensor }; gradients: tf.Tensor[] } => {
  const parameter = (name: string): tf.Tensor => state[stateName('param', name)]!
  let parts: Tensors = {}
  const ofParameters = tf.valueAndGrads((...values) => {
    const { total, ...others } = lossesOf({ ...Object.fromEntries(all.map((name) => [name, parameter(name)])), ...Object.fromEntries(names.map((name, i) => [name, values[i]!])) })
    // What is not returned is disposed of when differentiation ends.
    parts = Object.fromEntries(Object.entries(others).map(([name, tensor]) => [name, tf.keep(tensor)]))
    return (scale === 1 ? total : tf.mul(total, scale)) as tf.Scalar
  })
  const { value, grads } = ofParameters(names.map(parameter))
  const unscaled = (tensor: tf.Tensor): tf.Tensor => (scale === 1 ? tensor : tf.mul(tensor, 1 / scale))
  return { losses: { ...parts, total: unscaled(value) }, gradients: grads.map(unscaled) }
}
