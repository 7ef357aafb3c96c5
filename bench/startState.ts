import { elements, type HostTensors } from '../kernel/engine/engine.ts'
import { stateName } from '../kernel/training/stateNames.ts'
import type { Problem } from './problem.ts'

/** The state before the first step: the problem's parameters, zero moments. */
export const startState = ({ parameters }: Problem): HostTensors =>
  Object.fromEntries(Object.entries(parameters).flatMap(([name, tensor]) => [
    [stateName('param', name), tensor],
    ...(['m', 'v'] as const).map((kind) => [stateName(kind, name), { ...tensor, data: new Float32Array(elements(tensor.shape)) }] as const),
  ]))
