import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isOnnxPair, parseConfig, usesAutoencoder, type RunConfig } from '../../../protocol/config/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import { onnxPairWanted } from '../../../protocol/onnxPair.ts'
import { findRun } from './findRun.ts'
import { onnxPairIn, type OnnxPairRecord } from './onnxPair.ts'
import { resumePoint } from './resumePoint.ts'

const isCheckpoint = (reference: string): boolean => existsSync(join(reference, 'state.json'))
const isPath = (reference: string): boolean => /[\\/]/.test(reference) || isCheckpoint(reference)

/**
 * The config with what `image.autoencoder` names written so that it stays the same: a run as its id, as names change and are
 * given again; an ONNX pair as its absolute folder and SHA-256.
 * @throws InputError when there is no such run, it trained no autoencoder, or a folder has neither a checkpoint nor a pair
 */
export const pinAutoencoder = (config: RunConfig, runs: readonly RunRecord[]): RunConfig => {
  const { autoencoder } = config.image
  if (!usesAutoencoder(config)) return config
  if (autoencoder === '') throw new InputError(`image.autoencoder is empty, and this config needs one; train it with "lab train --preset ${config.autoencoder.kind === 'vq' ? 'nanoVq' : 'nanoVae'}" and set image.autoencoder to that run.`)
  const pair = isCheckpoint(autoencoder) ? null : onnxPairIn(autoencoder)
  if (pair) return withPair(config, pair)
  if (isPath(autoencoder)) {
    if (!isCheckpoint(autoencoder)) throw new InputError(`image.autoencoder names ${resolve(autoencoder)}, which has neither a checkpoint of this app (state.json) nor an ONNX encoder and decoder (${onnxPairWanted}).`)
    return withoutPair(config, autoencoder)
  }
  const run = findRun(runs, autoencoder)
  if (run.config.task !== 'autoencoder') throw new InputError(`image.autoencoder names "${run.name}", which trained a transformer; name a run that trained an autoencoder.`)
  return withoutPair(config, run.id)
}

const withoutPair = (config: RunConfig, autoencoder: string): RunConfig => ({ ...config, image: { ...config.image, autoencoder, autoencoderSha256: '' } })

/** The config with a pair, checked for what no pair can give. */
const withPair = (config: RunConfig, { folder, sha256 }: OnnxPairRecord): RunConfig =>
  parseConfig({ ...config, image: { ...config.image, autoencoder: folder, autoencoderSha256: sha256 } })

/**
 * The checkpoint of the autoencoder that a run is to start with, or null when it needs none.
 * @throws InputError when the run that it names has no whole checkpoint
 */
export const autoencoderFolder = (config: RunConfig, runs: readonly RunRecord[], checkpoints: (run: string) => readonly CheckpointRecord[]): string | null => {
  const { autoencoder } = config.image
  if (!usesAutoencoder(config)) return null
  if (isOnnxPair(config) || isPath(autoencoder)) return autoencoder
  const run = findRun(runs, autoencoder)
  const point = resumePoint(checkpoints(run.id))
  if (!point) throw new InputError(`The autoencoder "${run.name}" has no whole checkpoint yet; train it first.`)
  return point.directory
}
