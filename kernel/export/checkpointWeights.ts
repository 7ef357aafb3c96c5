import { InputError } from '../../protocol/errors.ts'
import type { ExportWeights } from '../../protocol/export.ts'
import type { HostTensors } from '../engine/engine.ts'
import { parameterSpecs } from '../model/parameters.ts'
import type { Checkpoint } from '../training/checkpoint.ts'
import { stateName, type StateKind } from '../training/stateNames.ts'
import { servingKind } from '../training/trainProgram.ts'

/**
 * The parameters of a checkpoint by name: averaged or the optimiser's own; without a wish, those that the run samples with.
 * @throws InputError when it has no averaged ones, or one is not finite
 */
export const checkpointWeights = ({ config, tensors }: Pick<Checkpoint, 'config' | 'tensors'>, wish: ExportWeights | undefined): { parameters: HostTensors; weights: ExportWeights } => {
  if (wish === 'ema' && config.train.ema === 0) throw new InputError('This run keeps no averaged weights (train.ema is 0); export its raw ones.')
  const kind: StateKind = wish === undefined ? servingKind(config) : wish === 'ema' ? 'ema' : 'param'
  const parameters = Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => {
    const tensor = tensors[stateName(kind, name)]
    if (!tensor || tensor.shape.join() !== shape.join()) throw new InputError(`The checkpoint has no ${name} of the shape [${shape.join(', ')}] that its config needs; export an earlier one.`)
    if (!(tensor.data as Float32Array).every(Number.isFinite)) throw new InputError(`The parameter ${name} is not finite in this checkpoint; export an earlier one.`)
    return [name, tensor]
  }))
  return { parameters, weights: kind === 'ema' ? 'ema' : 'raw' }
}
