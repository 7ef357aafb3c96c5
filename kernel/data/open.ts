import type { RunConfig } from '../../protocol/config/schema.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Dataset } from './document.ts'
import { openShapes } from './shapes/dataset.ts'

/** Told how far opening has come, in files. */
export type OnProgress = (done: number, total: number) => void

/** Opens the dataset that a run's config names. */
export async function openDataset(config: RunConfig, onProgress: OnProgress = () => {}): Promise<Dataset> {
  void onProgress
  if (config.data.name === 'shapes') return openShapes(config.data, config.image.size, config.train.seed)
  throw new InputError(`data.name '${config.data.name}' cannot be opened yet; use 'shapes'.`)
}
