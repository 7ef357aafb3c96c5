import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { usesAutoencoder, type RunConfig } from '../../../protocol/config/index.ts'
import { InputError } from '../../../protocol/errors.ts'
import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import { findRun } from './findRun.ts'
import { resumePoint } from './resumePoint.ts'

const isFolder = (reference: string): boolean => /[\\/]/.test(reference) || existsSync(join(reference, 'state.json'))

/**
 * The config with the run that `image.autoencoder` names written as its id, as names change and are given again.
 * @throws InputError when there is no such run, or it trained no autoencoder
 */
export const pinAutoencoder = (config: RunConfig, runs: readonly RunRecord[]): RunConfig => {
  const { autoencoder } = config.image
  if (!usesAutoencoder(config)) return config
  if (autoencoder === '') throw new InputError(`image.autoencoder is empty, and this config needs one; train it with "lab train --preset ${config.autoencoder.kind === 'vq' ? 'nanoVq' : 'nanoVae'}" and set image.autoencoder to that run.`)
  if (isFolder(autoencoder)) return config
  const run = findRun(runs, autoencoder)
  if (run.config.task !== 'autoencoder') throw new InputError(`image.autoencoder names "${run.name}", which trained a transformer; name a run that trained an autoencoder.`)
  return { ...config, image: { ...config.image, autoencoder: run.id } }
}

/**
 * The checkpoint of the autoencoder that a run is to start with, or null when it needs none.
 * @throws InputError when the run that it names has no whole checkpoint
 */
export const autoencoderFolder = (config: RunConfig, runs: readonly RunRecord[], checkpoints: (run: string) => readonly CheckpointRecord[]): string | null => {
  const { autoencoder } = config.image
  if (!usesAutoencoder(config)) return null
  if (isFolder(autoencoder)) return autoencoder
  const run = findRun(runs, autoencoder)
  const point = resumePoint(checkpoints(run.id))
  if (!point) throw new InputError(`The autoencoder "${run.name}" has no whole checkpoint yet; train it first.`)
  return point.directory
}
