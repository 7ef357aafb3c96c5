import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { openDataset } from '../../kernel/data/open.ts'
import type { Engine, HostTensors, MemoryTerms, Program, State } from '../../kernel/engine/engine.ts'
import type { RunConfig } from '../../protocol/config/index.ts'
import { drawImages } from '../../kernel/generation/drawImages.ts'
import { InferenceModel } from '../../kernel/generation/inferenceModel.ts'
import { gradientProgram, outputProgram, randomParameters, tinyConfig } from '../../kernel/model/testModel.ts'
import { TrainingBatches } from '../../kernel/training/batches.ts'
import { learningRate } from '../../kernel/training/learningRate.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'

/** What every engine must compute alike, by name: numbers of one kind. */
export type Conformance = Record<'outputs' | 'gradients' | 'losses' | 'recomputed' | 'convolved' | 'state' | 'drawn', number[]>

export const conformanceSteps = 20

const settings = {
  'model.layers': 1, 'model.dim': 8, 'model.mlpHidden': 16, 'model.qkNorm': true, 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 2,
  'train.steps': conformanceSteps, 'train.warmup': 2, 'train.lr': 1e-3, 'train.ema': 0.9, 'sample.sampler': 'ddim',
}
const config = tinyConfig(settings)
/** Convolutions forward and backward at strides 1 and 2, and Muon. */
const convolved = tinyConfig({ ...settings, 'patch.codec': 'unet', 'patch.unetChannels': 4, 'train.optimizer': 'muon', 'train.steps': 2 })

/** Forward, gradients, 20 training steps, some again with results computed anew, two of a model with U-Net patches, and a drawing, on one engine. */
export const conformance = async (engine: Engine): Promise<Conformance> => {
  const shape = trainingShape(config)
  const parameters = randomParameters(config)
  const { inputs } = await new TrainingBatches(config, await openDataset(config), 0).next()
  const once = async (program: Program): Promise<number[]> => {
    const compiled = await engine.compile(program)
    const held = engine.createState(parameters)
    const out = await compiled.run(inputs, held)
    held.dispose()
    await compiled.dispose()
    return flat(out)
  }
  const outputs = await once(outputProgram(config, shape))
  const gradients = await once(gradientProgram(config, shape))
  const recomputed = await trained(engine, config, 3, { room: 0 })
  const withUnet = await trained(engine, convolved, 2)
  const { losses, state } = await trained(engine, config, conformanceSteps)
  const end = flat(await state.read())

  const model = new InferenceModel(config, engine, state, 'ema')
  const [drawn] = await drawImages(model, ['a red ring'], { guidance: 2, steps: 4, sampler: 'ddim', seed: 0 })
  await model.dispose()
  for (const { state } of [recomputed, withUnet]) state.dispose()
  state.dispose()
  return { outputs, gradients, losses, recomputed: recomputed.losses, convolved: withUnet.losses, state: end, drawn: [...drawn!.pixels] }
}

/** The losses and the gradient's norm of so many steps of training from random parameters, and the state after them. */
const trained = async (engine: Engine, config: RunConfig, steps: number, terms: MemoryTerms = {}): Promise<{ losses: number[]; state: State }> => {
  const { beta1, beta2 } = config.train
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  const compiled = await engine.compile(trainProgram(config, trainingShape(config)), terms)
  const state = engine.createState({ ...initialState(config), ...Object.fromEntries(Object.entries(randomParameters(config)).map(([name, tensor]) => [`param/${name}`, tensor])) })
  const losses: number[] = []
  for (let step = 1; step <= steps; step++) {
    const out = await compiled.run({
      ...(await batches.next()).inputs, lr: Float32Array.of(learningRate(step, config.train)),
      correction1: Float32Array.of(1 / (1 - beta1 ** step)), correction2: Float32Array.of(1 / (1 - beta2 ** step)),
    }, state)
    losses.push(...['total', 'text', 'image', 'gradientNorm'].map((name) => out[name]!.data[0]!))
  }
  await compiled.dispose()
  return { losses, state }
}

const flat = (tensors: HostTensors): number[] => Object.keys(tensors).sort().flatMap((name) => [...tensors[name]!.data])
