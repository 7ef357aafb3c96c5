import { expect, test } from 'vitest'
import { trainingShape } from '../data/trainingShape.ts'
import { openDataset } from '../data/open.ts'
import { tinyConfig } from '../model/testModel.ts'
import { TrainingBatches } from '../training/batches.ts'
import { initialState, trainProgram } from '../training/trainProgram.ts'
import type { HostTensors, Program } from './engine.ts'
import { createOnnxEngine } from './onnxEngine.ts'
import * as tf from './tfjs.ts'

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

test('what ONNX Runtime hands back beside the state is freed at once: memory outside of JavaScript\'s heap does not grow with steps', async () => {
  const config = tinyConfig({ 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 2 })
  const engine = createOnnxEngine({ threads: 1 })
  const compiled = await engine.compile(trainProgram(config, trainingShape(config)))
  const initial = initialState(config)
  const bytes = Object.values(initial).reduce((sum, { data }) => sum + data.byteLength, 0)
  const state = engine.createState(initial)
  const { inputs } = await new TrainingBatches(config, await openDataset(config), 0).next()
  const step = () => compiled.run({ ...inputs, lr: Float32Array.of(1e-3), correction1: Float32Array.of(10), correction2: Float32Array.of(1000) }, state)
  await step()
  const before = process.memoryUsage().arrayBuffers
  for (let i = 0; i < 8; i++) await step()
  // Eight states would be 8 × bytes; a garbage collection in between only lowers it.
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(bytes)
  await compiled.dispose()
})

test('state that is handed over is the caller\'s memory, and two tensors that shared it part', async () => {
  const shared = Float32Array.of(1, 2)
  const spec = { shape: [2], dtype: 'float32' as const }
  const engine = createOnnxEngine({ threads: 1 })
  const program: Program = { name: 'add', inputs: {}, state: { a: spec, b: spec }, run: (_, { a }) => ({ outputs: {}, state: { a: tf.add(a!, 1) } }) }
  const state = engine.createState({ a: { ...spec, data: shared }, b: { ...spec, data: shared } }, true)
  await (await engine.compile(program)).run({}, state)
  const { a, b } = await state.read()
  expect([[...a!.data], [...b!.data], [...shared]]).toEqual([[2, 3], [1, 2], [2, 3]])
  const copied = engine.createState({ a: { ...spec, data: shared }, b: { ...spec, data: shared } })
  await (await engine.compile(program)).run({}, copied)
  expect([...shared]).toEqual([2, 3])
})
