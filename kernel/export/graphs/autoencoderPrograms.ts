import { gridSide, hasImageTokens, isOnnxPair, usesAutoencoder, type RunConfig } from '../../../protocol/config/index.ts'
import { decodeLatents, encodePictures } from '../../autoencoder/coding.ts'
import { frozenName } from '../../autoencoder/frozen.ts'
import { autoencoderSpecs } from '../../autoencoder/parameters.ts'
import { latentSide } from '../../autoencoder/trainProgram.ts'
import { vocabularySize } from '../../data/tokenizer.ts'
import type { Program, Specs, Tensors } from '../../engine/engine.ts'
import * as tf from '../../engine/tfjs.ts'
import { gatherWindows, spreadWindows } from '../../model/unet/layers.ts'
import { symbols } from './symbols.ts'

const B = symbols.batch

/**
 * The autoencoder of a run, or that of the latents or tokens that a run was trained on, as two graphs:
 * - of an autoencoder, pictures ↔ latents [B, h, h, C]
 * - of a model on latents, pictures ↔ the patches [B, n, P] that it is fed, scaled as it was trained
 * - of Chameleon, pictures ↔ the token ids [B, h · h] of its vocabulary
 */
export const autoencoderPrograms = (config: RunConfig): Program[] => {
  const alone = config.task === 'autoencoder'
  if (!alone && (!usesAutoencoder(config) || isOnnxPair(config))) return []
  const { image: { size }, autoencoder, patch } = config
  const nameOf = alone ? (name: string): string => name : frozenName
  const specs = autoencoderSpecs(autoencoder)
  const scaled = !alone && !hasImageTokens(config)
  const channels = [autoencoder.latentChannels]
  const scale: Specs = scaled ? { [frozenName('latentMean')]: { shape: channels, dtype: 'float32' }, [frozenName('latentDeviation')]: { shape: channels, dtype: 'float32' } } : {}
  const state: Specs = { ...Object.fromEntries(specs.map(({ name, shape }) => [nameOf(name), { shape, dtype: 'float32' } as const])), ...scale }
  const own = (p: Tensors): Tensors => Object.fromEntries(specs.map(({ name }) => [name, p[nameOf(name)]!]))
  const side = latentSide(config)
  const across = gridSide(config) / patch.size
  const vector = patch.size ** 2 * autoencoder.latentChannels
  const pictures = { pictures: { shape: [B, size, size, 3], dtype: 'float32' } } satisfies Specs
  const latents = { shape: [B, side, side, autoencoder.latentChannels], dtype: 'float32' } as const
  const encode: Program = {
    name: 'image_encode', inputs: pictures, state,
    run(x, p) {
      const { latents, codes } = encodePictures(x['pictures']!, own(p), autoencoder)
      if (hasImageTokens(config)) return { outputs: { tokens: tf.add(tf.reshape(codes!, [B, side * side]), tf.scalar(vocabularySize, 'int32')) } }
      if (!scaled) return { outputs: { latents, ...(codes ? { codes: tf.reshape(codes, [B, side, side]) } : {}) } }
      const standard = tf.div(tf.sub(latents, p[frozenName('latentMean')]!), p[frozenName('latentDeviation')]!) // [B, h, h, C]
      return { outputs: { patches: tf.reshape(gatherWindows(standard, patch.size), [B, across * across, vector]) } }
    },
  }
  const decode: Program = {
    name: 'image_decode', state,
    inputs: hasImageTokens(config) ? { tokens: { shape: [B, side * side], dtype: 'int32' } } : scaled ? { patches: { shape: [B, across * across, vector], dtype: 'float32' } } : { latents },
    run(x, p) {
      if (hasImageTokens(config)) {
        const codes = tf.sub(tf.reshape(x['tokens']!, [B * side * side]), tf.scalar(vocabularySize, 'int32'))
        const vectors = tf.reshape(tf.gather(p[nameOf('codebook')]!, codes), [B, side, side, autoencoder.latentChannels])
        return { outputs: { pictures: decodeLatents(vectors, own(p), autoencoder) } }
      }
      if (!scaled) return { outputs: { pictures: decodeLatents(x['latents']!, own(p), autoencoder) } }
      const standard = spreadWindows(tf.reshape(x['patches']!, [B, across, across, vector]), patch.size) // [B, h, h, C]
      return { outputs: { pictures: decodeLatents(tf.add(tf.mul(standard, p[frozenName('latentDeviation')]!), p[frozenName('latentMean')]!), own(p), autoencoder) } }
    },
  }
  return [encode, decode]
}
