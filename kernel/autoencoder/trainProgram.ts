import type { RunConfig } from '../../protocol/config/index.ts'
import { elements, type HostTensors, type Program, type Specs, type Tensors, type TensorSpec } from '../engine/engine.ts'
import * as tf from '../engine/tfjs.ts'
import { stateKinds, stateName } from '../training/stateNames.ts'
import { initialState, optimise, stepInputs, trainState } from '../training/trainProgram.ts'
import { discriminatorPrefix, hingeLosses, isAdversarial } from './discriminator.ts'
import { reconstruct, type AutoencoderLosses, type Reconstruction } from './losses.ts'
import { candidatesPerCode, reviveCodes } from './revive.ts'

/** Where the use of each code is kept between steps: no parameter, so it has no gradient and no moments. */
export const codeUseName = 'use/codebook'

/** Latents of a picture along one side. */
export const latentSide = ({ image, autoencoder }: RunConfig): number => image.size / autoencoder.downsample

/** What a training step is fed: pictures in [−1, 1]; for a VAE the noise of its latents; for a VQ-VAE candidates for new codes. */
export const autoencoderInputs = (config: RunConfig): Specs => {
  const { image: { size }, autoencoder: { kind, latentChannels, codebook }, train: { batch } } = config
  const pictures: TensorSpec = { shape: [batch, size, size, 3], dtype: 'float32' }
  const side = latentSide(config)
  return kind === 'vae'
    ? { pictures, epsilon: { shape: [batch, side, side, latentChannels], dtype: 'float32' } }
    : { pictures, candidates: { shape: [codebook * candidatesPerCode], dtype: 'int32' } }
}

const useSpec = (config: RunConfig): Specs =>
  config.autoencoder.kind === 'vq' ? { [codeUseName]: { shape: [config.autoencoder.codebook], dtype: 'float32' } } : {}

/** Steps taken, where the adversarial term waits for one. */
export const stepsName = 'use/steps'

const stepsSpec = ({ autoencoder }: RunConfig): Specs => (isAdversarial(autoencoder) ? { [stepsName]: { shape: [1], dtype: 'float32' } } : {})

/** Parameters, moments, and for a VQ-VAE the use of each code, before the first step: every code counts as used evenly. */
export const initialAutoencoder = (config: RunConfig): HostTensors => ({
  ...initialState(config),
  ...Object.fromEntries(Object.entries(useSpec(config)).map(([name, { shape }]) =>
    [name, { shape, dtype: 'float32' as const, data: new Float32Array(elements(shape)).fill(1 / elements(shape)) }])),
  ...Object.fromEntries(Object.entries(stepsSpec(config)).map(([name, { shape }]) => [name, { shape, dtype: 'float32' as const, data: new Float32Array(1) }])),
})

/** `total` of the reconstruction with the adversarial term, and with the discriminator's own loss, which has other parameters. */
const withDiscriminator = ({ losses, picture }: Reconstruction, x: Tensors, state: Tensors, p: Tensors, { autoencoder }: RunConfig): AutoencoderLosses => {
  if (!isAdversarial(autoencoder)) return losses
  const { discriminator, adversarial } = hingeLosses(x['pictures']!, picture, p, autoencoder)
  const counts = tf.cast(tf.greaterEqual(tf.sum(state[stepsName]!), tf.scalar(autoencoder.adversarialFrom)), 'float32')
  const weighted = tf.mul(adversarial, tf.mul(counts, autoencoder.adversarialWeight))
  return { ...losses, total: tf.add(losses.total, tf.add(weighted, discriminator)), discriminator, adversarial }
}

/** The discriminator's gradients are clipped by themselves: theirs would take room from the autoencoder's. */
const clippedWith = (name: string): string => (name.startsWith(discriminatorPrefix) ? 'discriminator' : 'autoencoder')

/**
 * One training step of an autoencoder: forward, backward, clip, update; for a VQ-VAE dead codes are moved after it.
 * It returns the losses of `reconstruct`, `gradientNorm`, and for a VQ-VAE `share` [K], the part of the vectors that took each code.
 */
export const autoencoderProgram = (config: RunConfig): Program => ({
  name: 'train-autoencoder',
  inputs: { ...autoencoderInputs(config), ...stepInputs },
  state: { ...trainState(config), ...useSpec(config), ...stepsSpec(config) },
  run(x, state) {
    const { losses: { vectors, ...losses }, gradientNorm, next } = optimise(x, state, config, (parameters) => {
      const reconstruction = reconstruct(x, parameters, config.autoencoder)
      const losses = withDiscriminator(reconstruction, x, state, parameters, config)
      return reconstruction.vectors ? { ...losses, vectors: reconstruction.vectors } : losses
    }, clippedWith)
    if (isAdversarial(config.autoencoder)) next[stepsName] = tf.add(state[stepsName]!, 1)
    if (!vectors) return { outputs: { ...losses, gradientNorm }, state: next }
    const before = { codebook: state[stateName('param', 'codebook')]!, use: state[codeUseName]! }
    const { use, alive, places, share } = reviveCodes(before, vectors, x['candidates']!, config.autoencoder.reviveBelow)
    // A code that moves starts anew: at its place, without moments.
    for (const kind of stateKinds) {
      const name = stateName(kind, 'codebook')
      const kept = next[name] && tf.mul(next[name], alive)
      if (kept) next[name] = kind === 'm' || kind === 'v' ? kept : tf.add(kept, tf.mul(places, tf.sub(1, alive)))
    }
    return { outputs: { ...losses, gradientNorm, share }, state: { ...next, [codeUseName]: use } }
  },
})
