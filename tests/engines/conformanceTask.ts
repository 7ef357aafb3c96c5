import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { openDataset } from '../../kernel/data/open.ts'
import type { Engine, HostTensors } from '../../kernel/engine/engine.ts'
import { drawImages } from '../../kernel/generation/drawImages.ts'
import { InferenceModel } from '../../kernel/generation/inferenceModel.ts'
import { gradientProgram, outputProgram, randomParameters, tinyConfig } from '../../kernel/model/testModel.ts'
import { TrainingBatches } from '../../kernel/training/batches.ts'
import { learningRate } from '../../kernel/training/learningRate.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'

/** What every engine must compute alike, by name: numbers of one kind. */
export type Conformance = Record<'outputs' | 'gradients' | 'losses' | 'state' | 'drawn', number[]>

export const conformanceSteps = 20

const config = tinyConfig({
  'model.layers': 1, 'model.dim': 8, 'model.mlpHidden': 16, 'model.qkNorm': true, 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 2,
  'train.steps': conformanceSteps, 'train.warmup': 2, 'train.lr': 1e-3, 'train.ema': 0.9, 'sample.sampler': 'ddim',
})

/** Forward, gradients, 20 training steps and a drawing, on one engine. */
export const conformance = async (engine: Engine): Promise<Conformance> => {
  const shape = trainingShape(config)
  const parameters = randomParameters(config)
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  const first = (await batches.next()).inputs

  const once = async (program: Parameters<Engine['compile']>[0]): Promise<number[]> => {
    const compiled = await engine.compile(program)
    const held = engine.createState(parameters)
    const out = await compiled.run(first, held)
    held.dispose()
    await compiled.dispose()
    return flat(out)
  }
  const outputs = await once(outputProgram(config, shape))
  const gradients = await once(gradientProgram(config, shape))

  const compiled = await engine.compile(trainProgram(config, shape))
  const state = engine.createState({ ...initialState(config), ...Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`param/${name}`, tensor])) })
  const losses: number[] = []
  const { beta1, beta2 } = config.train
  for (let step = 1; step <= conformanceSteps; step++) {
    const out = await compiled.run({
      ...(step === 1 ? first : (await batches.next()).inputs), lr: Float32Array.of(learningRate(step, config.train)),
      correction1: Float32Array.of(1 / (1 - beta1 ** step)), correction2: Float32Array.of(1 / (1 - beta2 ** step)),
    }, state)
    losses.push(...['total', 'text', 'image', 'gradientNorm'].map((name) => out[name]!.data[0]!))
  }
  await compiled.dispose()
  const end = flat(await state.read())

  const model = new InferenceModel(config, engine, state, 'ema')
  const [drawn] = await drawImages(model, ['a red ring'], { guidance: 2, steps: 4, sampler: 'ddim', seed: 0 })
  await model.dispose()
  state.dispose()
  return { outputs, gradients, losses, state: end, drawn: [...drawn!.pixels] }
}

const flat = (tensors: HostTensors): number[] => Object.keys(tensors).sort().flatMap((name) => [...tensors[name]!.data])
