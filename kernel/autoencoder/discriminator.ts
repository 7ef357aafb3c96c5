import type { AutoencoderConfig } from '../../protocol/config/index.ts'
import type { Tensors } from '../engine/engine.ts'
import * as tf from '../engine/tfjs.ts'
import type { ParameterSpec } from '../model/parameterSpec.ts'
import { convolve3x3, spaceToDepth } from '../model/ops/convolution.ts'
import { stagesOf, stageWidths } from './parameters.ts'
import { stopGradient } from './quantise.ts'

// B pictures, S side of a picture, h = S / downsample: a verdict for each of its h × h patches.

/** Whether the autoencoder is trained against a discriminator as well. */
export const isAdversarial = ({ adversarialWeight }: AutoencoderConfig): boolean => adversarialWeight > 0

export const discriminatorPrefix = 'discriminator.'

/** The discriminator's tensors, in a fixed order; none where there is no adversarial term. */
export const discriminatorSpecs = (config: AutoencoderConfig): ParameterSpec[] => {
  if (!isAdversarial(config)) return []
  const widths = stageWidths(config)
  return [
    ...widths.flatMap((width, stage): ParameterSpec[] => [
      ...linear(`${discriminatorPrefix}${stage}.down`, 4 * (widths[stage - 1] ?? 3), width),
      { name: `${discriminatorPrefix}${stage}.conv`, shape: [9 * width, width], initial: Math.sqrt(2 / (9 * width)) },
      { name: `${discriminatorPrefix}${stage}.convBias`, shape: [width], initial: 0 },
    ]),
    ...linear(`${discriminatorPrefix}out`, widths.at(-1)!, 1),
  ]
}

const linear = (name: string, from: number, to: number): ParameterSpec[] => [
  { name, shape: [from, to], initial: Math.sqrt(2 / from) },
  { name: `${name}Bias`, shape: [to], initial: 0 },
]

const positive = (x: tf.Tensor): tf.Tensor => tf.maximum(x, 0)

/** Leaky ReLU with slope 0.2 (Isola et al. 2017, §6.1). */
const leaky = (x: tf.Tensor): tf.Tensor => tf.add(tf.mul(x, 0.2), tf.mul(positive(x), 0.8))

/**
 * PatchGAN (Isola et al. 2017): says of each patch by itself how real it looks. No norm, so that a picture's verdict depends on no other.
 * @param x [B, S, S, 3]
 * @returns [B, h, h, 1]
 */
export const discriminate = (x: tf.Tensor, p: Tensors, config: AutoencoderConfig): tf.Tensor => {
  let h = x
  for (let stage = 0; stage < stagesOf(config); stage++) {
    const name = `${discriminatorPrefix}${stage}`
    h = leaky(project(spaceToDepth(h), `${name}.down`, p)) // [B, S/2, S/2, W], S and W those of the stage
    h = leaky(tf.add(convolve3x3(h, p[`${name}.conv`]!), p[`${name}.convBias`]!))
  }
  return project(h, `${discriminatorPrefix}out`, p)
}

const project = (x: tf.Tensor, name: string, p: Tensors): tf.Tensor => {
  const weight = p[name] as tf.Tensor2D
  const rows = tf.matMul(tf.reshape(x, [-1, weight.shape[0]]) as tf.Tensor2D, weight)
  return tf.reshape(tf.add(rows, p[`${name}Bias`]!), [...x.shape.slice(0, -1), weight.shape[1]])
}

/**
 * The hinge losses (Lim & Ye 2017), means over patches:
 * - `discriminator`: relu(1 − D(x)) + relu(1 + D(sg[x̂])), which trains D alone
 * - `adversarial`: −D(x̂) with D held fixed, which trains the autoencoder alone
 */
export const hingeLosses = (pictures: tf.Tensor, reconstruction: tf.Tensor, p: Tensors, config: AutoencoderConfig): { discriminator: tf.Tensor; adversarial: tf.Tensor } => {
  const real = discriminate(pictures, p, config)
  const made = discriminate(stopGradient(reconstruction), p, config)
  const fixed = Object.fromEntries(discriminatorSpecs(config).map(({ name }) => [name, stopGradient(p[name]!)]))
  return {
    discriminator: tf.add(tf.mean(positive(tf.sub(1, real))), tf.mean(positive(tf.add(made, 1)))),
    adversarial: tf.neg(tf.mean(discriminate(reconstruction, fixed, config))),
  }
}
