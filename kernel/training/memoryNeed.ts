import { InputError } from '../../protocol/errors.ts'
import type { RunConfig } from '../../protocol/config/index.ts'

/** Decimal, as the page shows sizes. */
export const inGigabytes = (bytes: number): string => (bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`)

/** What makes a step smaller, with its present values. */
export const whatToLower = ({ task, train, data, model, autoencoder }: RunConfig): string =>
  task === 'autoencoder' ? `train.batch (${train.batch}) or autoencoder.width (${autoencoder.width})` : `train.batch (${train.batch}), data.sequenceLength (${data.sequenceLength}) or model.dim (${model.dim})`

/**
 * Refuses a run whose step would not fit, before it starts.
 * @param need bytes that a step takes beside what is held already
 * @param free bytes that the system can give
 * @throws InputError with what to lower
 */
export const refuseWithoutMemory = (config: RunConfig, need: number, free: number): void => {
  if (!config.engine.checkMemory || need <= free) return
  throw new InputError(`A step takes about ${inGigabytes(need)} of memory and ${inGigabytes(free)} are free; lower ${whatToLower(config)}, close other programs, or set engine.checkMemory to false to try it all the same.`)
}
