import os from 'node:os'
import { changeConfig, type RunConfig } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Plan, PlannedTime } from '../../protocol/plan.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { sixND, stepFlop } from '../model/flops.ts'
import { countParametersByPart } from '../model/parameters.ts'
import { openEngineFor } from './engines/open.ts'
import { estimateStep } from './estimate.ts'
import { recomputedBytes, spareBytes, stateBytes, stepBytes } from './memory.ts'
import { probeConfig } from './probe.ts'
import { timeStep } from './timeStep.ts'

/** A probed step takes about a second on a small CPU, and its state an eighth of the memory. */
const probedFlop = 1e11

/**
 * What a training run will take on this machine.
 * @param time whether to time a probe, which takes some seconds of all cores
 */
export const planRun = async (config: RunConfig, { time }: { time: boolean }): Promise<Plan> => {
  if (config.task === 'autoencoder') throw new InputError('A plan is of a transformer, and task is "autoencoder"; plan the run that takes its latents or tokens instead.')
  const shape = trainingShape(config)
  const { record } = await openEngineFor(config)
  return {
    parameters: countParametersByPart(config),
    elements: shape.batch * shape.length,
    sixND: sixND(config, shape),
    flop: stepFlop(config, shape),
    memory: memoryOf(config, record.engine === 'cpu', os.totalmem()),
    time: time ? await timeRun(config) : null,
    machine: `${record.provider}, ${record.threads} ${record.threads === 1 ? 'thread' : 'threads'} on ${record.adapter}`,
  }
}

/** @param onHost whether the state and the step lie in the machine's own memory */
const memoryOf = (config: RunConfig, onHost: boolean, machine: number): Plan['memory'] => {
  const state = stateBytes(config) + (onHost ? spareBytes(config) : stateBytes(config))
  const step = stepBytes(config)
  const again = onHost && config.engine.recompute !== 'never' && state < machine && state + step > machine
  return { state, step, ...(again ? { recomputed: recomputedBytes(config, machine - state) } : {}), machine }
}

const timeRun = async (config: RunConfig): Promise<PlannedTime> => {
  const engine = await openEngineFor(config)
  const probe = probeConfig(config, { flop: probedFlop, bytes: os.totalmem() / 8 })
  const single = changeConfig(probe, { 'model.layers': 1 })
  const one = await timeStep(single, engine)
  const two = await timeStep(changeConfig(probe, { 'model.layers': 2 }), engine)
  const step = estimateStep({ one, two, flop: stepFlop(single, trainingShape(single)) }, stepFlop(config, trainingShape(config)))
  return {
    step, run: step * config.train.steps,
    probe: { batch: probe.train.batch, length: probe.data.sequenceLength, dim: probe.model.dim, one, two },
  }
}
