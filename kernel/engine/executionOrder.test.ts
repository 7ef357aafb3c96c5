import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import * as ort from 'onnxruntime-node'
import { expect, test } from 'vitest'
import { trainingShape } from '../data/trainingShape.ts'
import { tinyConfig } from '../model/testModel.ts'
import { trainProgram } from '../training/trainProgram.ts'
import { executionOrder } from './executionOrder.ts'
import { sizeOf, type Graph } from './graph.ts'
import { encodeModel } from './onnx/encode.ts'
import { traceProgram } from './trace/traceProgram.ts'

/** Names of the nodes that ONNX Runtime ran, by its profiler; it is told to leave the graph as it is. */
const ran = async (graph: Graph): Promise<string[]> => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lab-order-'))
  try {
    const session = await ort.InferenceSession.create(encodeModel(graph), { executionProviders: ['cpu'], graphOptimizationLevel: 'disabled', intraOpNumThreads: 1, enableProfiling: true, profileFilePrefix: path.join(folder, 'run') })
    await session.run(Object.fromEntries(graph.inputs.map(({ name, shape, dtype }) =>
      [name, dtype === 'float32' ? new ort.Tensor(dtype, new Float32Array(sizeOf(shape)).fill(1e-3), shape) : new ort.Tensor('int32', new Int32Array(sizeOf(shape)), shape)])))
    session.endProfiling()
    await session.release()
    const events = JSON.parse(await readFile(path.join(folder, (await readdir(folder))[0]!), 'utf8')) as { cat: string; name: string }[]
    return events.flatMap(({ cat, name }) => (cat === 'Node' && name.endsWith('_kernel_time') ? [name.replace('_kernel_time', '')] : []))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

test.each([{}, { 'patch.codec': 'unet', 'patch.unetChannels': 8 }])('a training step runs in the order that is told: %j', async (changes) => {
  const config = tinyConfig(changes)
  const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
  const names = new Map(graph.nodes.map((node, index) => [node, `n${index}`]))
  const told = executionOrder(graph).map((node) => names.get(node)!)
  expect(told.toSorted()).toEqual([...names.values()].toSorted())
  const copies = /^out:/ // of a value that is an output under two names
  expect((await ran(graph)).filter((name) => !copies.test(name))).toEqual(told)
})
