import { InputError } from '../../protocol/errors.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import type { CallMemory, MemoryTerms } from '../engine/engine.ts'

/** Decimal, as the page shows sizes. */
export const inGigabytes = (bytes: number): string => (bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`)

/** What makes a step smaller, with its present values. */
export const whatToLower = ({ task, train, data, model, autoencoder }: RunConfig): string =>
  task === 'autoencoder' ? `train.batch (${train.batch}) or autoencoder.width (${autoencoder.width})` : `train.batch (${train.batch}), data.sequenceLength (${data.sequenceLength}) or model.dim (${model.dim})`

/** Of what is free a step may take so much: between its tensors the heap has gaps. */
const usable = 0.9

/** A third of a step is its forward pass: what recomputing all of it would add, as gradient checkpointing does. */
const forwardPass = 1 / 3

/**
 * What a step may take before results are computed again rather than kept, and what that may cost.
 * @param free bytes that the system can give
 */
export const termsFor = ({ engine: { recompute } }: RunConfig, free: number): Pick<MemoryTerms, 'room' | 'mostWork'> =>
  ({ auto: { room: usable * free }, never: {}, always: { room: 0, mostWork: forwardPass } })[recompute]

/** What a run says of results that are computed again; null where none are. */
export const recomputeRemark = ({ bytes, recomputed }: CallMemory): string | null =>
  recomputed && `Some results of the forward pass are computed again in the backward pass (engine.recompute): a step takes about ${inGigabytes(bytes)} of memory in place of ${inGigabytes(recomputed.instead)}, for about ${Math.ceil(100 * recomputed.moreWork)} % more work.`

/**
 * Refuses a run whose step would not fit, before it starts.
 * @param memory what a step takes beside what is held already
 * @param free bytes that the system can give
 * @throws InputError with what to lower
 */
export const refuseWithoutMemory = (config: RunConfig, { bytes, recomputed }: CallMemory, free: number): void => {
  const { checkMemory, recompute } = config.engine
  if (!checkMemory || bytes <= free) return
  const tried = recomputed ? ', even with results computed again in the backward pass,' : ''
  const way = recompute === 'never' ? 'set engine.recompute to "auto", ' : ''
  throw new InputError(`A step takes about ${inGigabytes(bytes)} of memory${tried} and ${inGigabytes(free)} are free; ${way}lower ${whatToLower(config)}, close other programs, or set engine.checkMemory to false to try it all the same.`)
}
