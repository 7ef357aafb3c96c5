import { changeConfig, type RunConfig } from '../../protocol/config/index.ts'
import { trainingShape } from '../data/trainingShape.ts'
import { elements, type Specs } from '../engine/engine.ts'
import { peakBytes } from '../engine/graphMemory.ts'
import { overwritable } from '../engine/overwritable.ts'
import { stateIn, stateOut, traceProgram } from '../engine/trace/traceProgram.ts'
import { trainProgram, trainState } from '../training/trainProgram.ts'

const bytesOfSpecs = (specs: Specs): number => 4 * Object.values(specs).reduce((sum, { shape }) => sum + elements(shape), 0)

/** Bytes of all that a run keeps between steps, once. */
export const stateBytes = (config: RunConfig): number => bytesOfSpecs(trainState(config))

/** Bytes of the second buffers that a step writes new state into, where it may not write over the old. */
export const spareBytes = (config: RunConfig): number => {
  const small = changeConfig(config, { 'train.batch': 1 })
  const { graph, changed } = traceProgram(trainProgram(small, trainingShape(small)))
  const over = overwritable(graph, changed.map((name) => [stateOut(name), stateIn(name)]))
  const state = trainState(config)
  return bytesOfSpecs(Object.fromEntries(changed.filter((name) => !over.has(stateOut(name))).map((name) => [name, state[name]!])))
}

/** Sequences up to which a step is traced as it is. */
const traced = 8

/**
 * Most bytes of a step's intermediate results at once, and its inputs. Beyond a few sequences they grow by nearly the same amount with
 * each, and a graph holds some constants as large as the batch: so a large batch is told from two small ones, to a few per cent, as the
 * node at which the peak lies may be another.
 */
export const stepBytes = (config: RunConfig): number => {
  const { batch } = config.train
  if (batch <= traced) return bytesAt(config, batch)
  const [half, whole] = [bytesAt(config, traced / 2), bytesAt(config, traced)] as const
  return whole + ((whole - half) / (traced / 2)) * (batch - traced)
}

const bytesAt = (config: RunConfig, batch: number): number => {
  const sized = changeConfig(config, { 'train.batch': batch })
  const program = trainProgram(sized, trainingShape(sized))
  return peakBytes(traceProgram(program).graph) + bytesOfSpecs(program.inputs)
}
