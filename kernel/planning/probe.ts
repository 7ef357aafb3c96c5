import { changeConfig, mostPatches, type RunConfig } from '../../protocol/config/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { stepFlop, totalFlop } from '../model/flops.ts'
import { stateBytes } from './memory.ts'

export interface ProbeLimits {
  /** FLOP of one probed step. */
  flop: number
  /** Bytes of its state. */
  bytes: number
}

/**
 * A config whose steps, with two blocks, are short enough to time: the batch is halved first, then the sequence (as long as an image
 * fits), then the width with its heads. What cannot be made smaller is timed as it is.
 */
export const probeConfig = (config: RunConfig, limits: ProbeLimits): RunConfig => {
  const small = changeConfig(config, { 'model.layers': Math.min(2, config.model.layers), 'train.steps': 1000 })
  const flop = totalFlop(stepFlop(small, trainingShape(small)))
  const bytes = stateBytes(small)
  if (flop <= limits.flop && bytes <= limits.bytes) return small
  const { model, data, train } = small
  const next = flop > limits.flop && train.batch > 1 ? { 'train.batch': Math.floor(train.batch / 2) }
    : flop > limits.flop && canHalve(data.sequenceLength, mostPatches(config) + 4) ? { 'data.sequenceLength': Math.floor(data.sequenceLength / 2) }
    : model.heads % 2 === 0 ? { 'model.dim': model.dim / 2, 'model.heads': model.heads / 2, 'model.mlpHidden': Math.floor(model.mlpHidden / 2) }
    : null
  return next ? probeConfig(changeConfig(small, next), limits) : small
}

const canHalve = (length: number, least: number): boolean => Math.floor(length / 2) >= Math.max(least, 8)
