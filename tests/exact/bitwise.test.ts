import { describe, expect, test } from 'vitest'
import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { openDataset } from '../../kernel/data/open.ts'
import { createReferenceEngine } from '../../kernel/engine/eagerEngine.ts'
import type { Engine, HostTensors } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { randomParameters, tinyConfig } from '../../kernel/model/testModel.ts'
import { TrainingBatches } from '../../kernel/training/batches.ts'
import { learningRate } from '../../kernel/training/learningRate.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'
import type { RunConfig } from '../../protocol/config/index.ts'

const steps = 3

const train = async (config: RunConfig, engine: Engine): Promise<{ losses: number[][]; state: HostTensors }> => {
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  const compiled = await engine.compile(trainProgram(config, trainingShape(config)))
  const parameters = Object.fromEntries(Object.entries(randomParameters(config)).map(([name, tensor]) => [`param/${name}`, tensor]))
  const state = engine.createState({ ...initialState(config), ...parameters })
  const { beta1, beta2 } = config.train
  const losses: number[][] = []
  for (let step = 1; step <= steps; step++) {
    const out = await compiled.run({
      ...(await batches.next()).inputs, lr: Float32Array.of(learningRate(step, config.train)),
      correction1: Float32Array.of(1 / (1 - beta1 ** step)), correction2: Float32Array.of(1 / (1 - beta2 ** step)),
    }, state)
    losses.push(['total', 'text', 'image', 'gradientNorm'].map((name) => out[name]!.data[0]!))
  }
  const end = await state.read()
  state.dispose()
  await compiled.dispose()
  return { losses, state: end }
}

describe('training traced to ONNX is training operation by operation on tfjs cpu', () => {
  test.each(['transfusion', 'causal'] as const)(`${steps} steps, mask %s: losses, and every parameter, moment and average within 1e-5`, async (mask) => {
    const config = tinyConfig({
      mask, 'image.size': 16, 'patch.size': 4, 'model.dim': 8, 'model.mlpHidden': 16, 'data.sequenceLength': 32, 'diffusion.timeEmbedding': 'model',
      'train.batch': 2, 'train.warmup': 2, 'train.steps': 10, 'train.lr': 1e-3, 'train.ema': mask === 'causal' ? 0 : 0.9,
    })
    const [traced, eager] = [await train(config, createOnnxEngine({ threads: 1 })), await train(config, await createReferenceEngine())]
    traced.losses.forEach((row, step) => row.forEach((value, i) => expect(Math.abs(value - eager.losses[step]![i]!)).toBeLessThan(1e-5 * (1 + Math.abs(value)))))
    expect(Object.keys(traced.state).sort()).toEqual(Object.keys(eager.state).sort())
    const apart = Object.entries(traced.state).filter(([name, { data }]) => data.some((value, i) => !(Math.abs(value - eager.state[name]!.data[i]!) <= 1e-5)))
    expect(apart.map(([name]) => name)).toEqual([])
  }, 120_000)
})
