import { createHash } from 'node:crypto'
import { canonicalJson, isOnnxPair, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { HostTensors, State } from '../engine/engine.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { stateName } from '../training/stateNames.ts'
import { servingKind } from '../training/trainProgram.ts'
import { autoencoderSpecs } from './parameters.ts'

/** Where a Transfusion run keeps what it was given of an autoencoder. It goes into its checkpoints, so that they need no other run. */
export const frozenName = (name: string): string => `autoencoder/${name}`

/** What must be alike in the autoencoder's own config and in the config of a run that takes latents or tokens from it. */
const shared = ['downsample', 'latentChannels', 'width', 'blocks', 'codebook'] as const

const kindWords = { vae: 'KL-VAE', vq: 'VQ-VAE' } as const

/**
 * The autoencoder of a config, from a checkpoint of the run that trained it; nothing where it stays in files of its own.
 * @param folder the checkpoint
 * @throws InputError when there is none, it holds no autoencoder, or its shapes are not what the config says
 */
export const loadFrozen = async (config: RunConfig, folder: string | null): Promise<HostTensors> => {
  if (!usesAutoencoder(config) || isOnnxPair(config)) return {}
  const preset = config.autoencoder.kind === 'vq' ? 'nanoVq' : 'nanoVae'
  if (folder === null || folder === '') throw new InputError(`image.autoencoder is empty, and this config needs one; train it with "lab train --preset ${preset}" and set image.autoencoder to that run.`)
  const { config: own, tensors } = await loadCheckpoint(folder)
  if (own.task !== 'autoencoder') throw new InputError(`image.autoencoder names a run that trained a transformer, not an autoencoder; train one with "lab train --preset ${preset}".`)
  if (own.autoencoder.kind !== config.autoencoder.kind) {
    throw new InputError(`image.autoencoder names a ${kindWords[own.autoencoder.kind]}, and this config takes a ${kindWords[config.autoencoder.kind]}; train one with "lab train --preset ${preset}" and set image.autoencoder to that run.`)
  }
  for (const key of shared) {
    if (key === 'codebook' && config.autoencoder.kind === 'vae') continue
    if (own.autoencoder[key] !== config.autoencoder[key]) {
      throw new InputError(`image.autoencoder was trained with autoencoder.${key} ${JSON.stringify(own.autoencoder[key])}, and this config says ${JSON.stringify(config.autoencoder[key])}; set autoencoder.${key} to ${JSON.stringify(own.autoencoder[key])}.`)
    }
  }
  const kind = servingKind(own)
  return Object.fromEntries(autoencoderSpecs(own.autoencoder).map(({ name }) => [frozenName(name), tensors[stateName(kind, name)]!]))
}

/** SHA-256 of all that decides what pictures are encoded to: the encoder's weights, the codebook, and the shape of the network. */
export const encoderHash = async (config: RunConfig, state: State): Promise<string> => {
  if (isOnnxPair(config)) return config.image.autoencoderSha256
  const { kind, downsample, latentChannels, width, blocks, codebook } = config.autoencoder
  const hash = createHash('sha256').update(canonicalJson({ kind, downsample, latentChannels, width, blocks, codebook: kind === 'vq' ? codebook : 0 }))
  const names = autoencoderSpecs(config.autoencoder).map(({ name }) => frozenName(name)).filter((name) => !name.startsWith(frozenName('decoder')))
  for (const [name, { shape, data }] of Object.entries(await state.read(names))) {
    hash.update(`${name} ${shape.join()}\n`).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength))
  }
  return hash.digest('hex')
}
