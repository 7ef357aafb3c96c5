import os from 'node:os'
import { changeConfig, type RunConfig } from '../../../protocol/config/index.ts'
import { trainingShape } from '../../data/trainingShape.ts'
import { productFlop } from '../../engine/productFlop.ts'
import { traceProgram } from '../../engine/trace/traceProgram.ts'
import { stepFlop, totalFlop } from '../../model/flops.ts'
import { programOf } from '../../training/programOf.ts'
import { stateBytes } from '../memory.ts'
import { probeConfig } from '../probe.ts'

/** A step within these takes about a second on a small CPU. */
const limits = { flop: 1e11, bytes: os.totalmem() / 8 }

/** FLOP of a training step of any kind. */
export const flopOf = (config: RunConfig): number =>
  config.task === 'autoencoder' ? productFlop(traceProgram(programOf(config)).graph) : totalFlop(stepFlop(config, trainingShape(config)))

/** The config whose step engines are compared on: the run's own where it is short enough, else one made smaller. */
export const comparedConfig = (config: RunConfig): RunConfig => {
  if (config.task === 'autoencoder') {
    const { batch } = config.train
    return flopOf(config) <= limits.flop || batch === 1 ? config : comparedConfig(changeConfig(config, { 'train.batch': Math.floor(batch / 2) }))
  }
  return flopOf(config) <= limits.flop && stateBytes(config) <= limits.bytes ? config : probeConfig(config, limits)
}

/** A step that is certainly less work, to see whether an engine is hopeless before it is given the whole. */
export const lesserConfig = (config: RunConfig): RunConfig => changeConfig(config, { 'train.batch': 1, ...(config.task === 'autoencoder' ? {} : { 'model.layers': 1 }) })

/** A compared step in words: steps of the same words take the same time. */
export const stepWords = ({ task, model, data, image, train, patch, autoencoder, baseline, engine }: RunConfig): string =>
  `${task === 'autoencoder'
    ? `${autoencoder.kind} autoencoder, width ${autoencoder.width}, ${autoencoder.blocks} blocks, ${image.size} pixels`
    : `dim ${model.dim}, ${model.layers} layers, ${model.heads} heads, T ${data.sequenceLength}, ${patch.codec} patches of ${patch.size}, ${baseline === 'none' ? 'transfusion' : baseline}`}, batch ${train.batch}, ${train.optimizer}` +
  `${engine.threads === 0 ? '' : `, ${engine.threads} threads`}`
