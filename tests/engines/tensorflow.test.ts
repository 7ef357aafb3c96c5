import { expect, test } from 'vitest'
import { trainingShape } from '../../kernel/data/trainingShape.ts'
import { openDataset } from '../../kernel/data/open.ts'
import type { Engine } from '../../kernel/engine/engine.ts'
import { createEngine, engineTrouble } from '../../kernel/engine/engines.ts'
import { tinyConfig } from '../../kernel/model/testModel.ts'
import { TrainingBatches } from '../../kernel/training/batches.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'

const steps = 100
const config = tinyConfig({ 'train.steps': steps, 'train.batch': 4, 'train.lr': 1e-3, 'image.size': 16, 'data.sequenceLength': 32, 'train.warmup': 2 })

const lossesOn = async (engine: Engine): Promise<number[]> => {
  const compiled = await engine.compile(trainProgram(config, trainingShape(config)))
  const state = engine.createState(initialState(config))
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  const losses: number[] = []
  for (let step = 1; step <= steps; step++) {
    const { inputs } = await batches.next()
    const correction = (beta: number): Float32Array => Float32Array.of(1 / (1 - beta ** step))
    const out = await compiled.run({ ...inputs, lr: Float32Array.of(config.train.lr), correction1: correction(config.train.beta1), correction2: correction(config.train.beta2) }, state)
    losses.push(out['total']!.data[0]!)
  }
  state.dispose()
  await compiled.dispose()
  return losses
}

test(`libtensorflow and ONNX Runtime train alike for ${steps} steps`, async ({ skip }) => {
  const trouble = await engineTrouble('tensorflow')
  if (trouble !== null) return skip(`The engine "tensorflow" does not work here: ${trouble}.`)
  const traced = await lossesOn(await createEngine('cpu', { threads: 1 })), eager = await lossesOn(await createEngine('tensorflow', { threads: 1 }))
  expect(traced.at(-1)!).toBeLessThan(0.9 * traced[0]!)
  const apart = Math.max(...traced.map((loss, i) => Math.abs(eager[i]! / loss - 1)))
  expect(apart).toBeLessThan(1e-4)
})
