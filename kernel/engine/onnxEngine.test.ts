import { expect, test } from 'vitest'
import { trainingShape } from '../data/trainingShape.ts'
import { openDataset } from '../data/open.ts'
import { tinyConfig } from '../model/testModel.ts'
import { TrainingBatches } from '../training/batches.ts'
import { initialState, trainProgram } from '../training/trainProgram.ts'
import type { HostTensors, Program } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'

/** The same program, with its next state among its outputs: nothing is written over anything. */
const withStateOut = (program: Program): Program => ({
  ...program,
  run(inputs, state) {
    const { outputs, state: next = {} } = program.run(inputs, state)
    return { outputs: { ...outputs, ...next } }
  },
})

test.each([{ 'train.clip': 1, 'train.ema': 0.9 }, { 'train.clip': 0 }])('state that is written over itself takes the values that it takes in memory of its own, bit by bit: %j', async (changes) => {
  const config = tinyConfig({ 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 2, ...changes })
  const engine = createOnnxEngine({ threads: 1 })
  const program = trainProgram(config, trainingShape(config))
  const [own, apart] = [await engine.compile(program), await engine.compile(withStateOut(program))]
  const [ownState, apartState] = [engine.createState(initialState(config)), engine.createState(initialState(config))]
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  for (let step = 1; step <= 4; step++) {
    const correction = (beta: number): Float32Array => Float32Array.of(1 / (1 - beta ** step))
    const inputs = { ...(await batches.next()).inputs, lr: Float32Array.of(1e-3), correction1: correction(config.train.beta1), correction2: correction(config.train.beta2) }
    const losses = await own.run(inputs, ownState)
    const { ...next } = await apart.run(inputs, apartState)
    for (const [name, tensor] of Object.entries(losses)) expect(next[name]).toEqual(tensor)
    const held = await ownState.read()
    apartState.write(Object.fromEntries(Object.keys(held).map((name) => [name, next[name] ?? held[name]!])) satisfies HostTensors)
    expect(held).toEqual(await apartState.read())
  }
  await Promise.all([own.dispose(), apart.dispose()])
})
