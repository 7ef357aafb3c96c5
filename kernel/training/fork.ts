import type { RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import { frozenName } from '../autoencoder/frozen.ts'
import type { HostTensors } from '../engine/engine.ts'
import type { Checkpoint } from './checkpoint.ts'
import { stateName } from './stateNames.ts'
import { initialState } from './trainProgram.ts'

/**
 * The state that a fork starts from: its parent's weights; the optimiser's moments where both keep them, else zeros; the
 * parent's averaged weights, or where it kept none its own; and the autoencoder that the parent was given.
 * @param initial what a run of this config starts from without a parent
 * @throws InputError when the weights do not fit the fork's config
 */
export const forkState = ({ tensors, step }: Pick<Checkpoint, 'tensors' | 'step'>, config: RunConfig, initial: HostTensors = initialState(config)): HostTensors => {
  if (config.train.steps <= step) throw new InputError(`The fork starts at step ${step} and train.steps is ${config.train.steps}, so no step would be left; set train.steps above ${step}.`)
  const ema = stateName('ema', '')
  const autoencoder = Object.entries(tensors).filter(([name]) => name.startsWith(frozenName('')))
  return Object.fromEntries([...autoencoder, ...Object.entries(initial).map(([name, initial]): [string, HostTensors[string]] => {
    const kept = tensors[name] ?? (name.startsWith(ema) ? tensors[stateName('param', name.slice(ema.length))] : undefined)
    if (kept && kept.shape.join() === initial.shape.join()) return [name, kept]
    if (!name.startsWith(stateName('param', ''))) return [name, initial]
    throw new InputError(`The parent's checkpoint has no ${name.slice(stateName('param', '').length)} of the shape [${initial.shape.join(', ')}] that this config needs; fork with the parent's architecture.`)
  })])
}
