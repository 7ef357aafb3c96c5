import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import * as ort from 'onnxruntime-node'
import { describe, expect, test } from 'vitest'
import { trainingShape } from '../../data/trainingShape.ts'
import { tinyConfig } from '../../model/testModel.ts'
import { trainProgram } from '../../training/trainProgram.ts'
import { executionOrder } from '../executionOrder.ts'
import { GraphBuilder, sizeOf, type Graph, type Value } from '../graph.ts'
import { peakBytes } from '../graphMemory.ts'
import { encodeModel } from '../onnx/encode.ts'
import { workOf } from '../nodeWork.ts'
import { sessionOptions } from '../onnxEngine.ts'
import { providers } from '../onnxruntime/providers.ts'
import { traceProgram } from '../trace/traceProgram.ts'
import { recompute } from './recompute.ts'

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })

/** A chain of results, each of which is needed again on the way back, as in backpropagation. */
const thereAndBack = (length: number): Graph => {
  const g = new GraphBuilder()
  const there: Value[] = [g.input('x', f(1000))]
  for (let i = 0; i < length; i++) there.push(g.node(i % 2 === 0 ? 'Sin' : 'Cos', [there.at(-1)!], f(1000)))
  const back = there.toReversed().reduce((gradient, value) => g.node('Mul', [gradient, value], f(1000)))
  return g.finish('chain', [{ name: 'y', value: g.node('ReduceSum', [back], f()) }])
}

/** A graph of elementwise operators, reshapes and sums, as numbers say. */
const random = (numbers: readonly number[]): Graph => {
  const g = new GraphBuilder()
  const values: Value[] = [g.input('x', f(4, 8)), g.input('w', f(8, 8))]
  numbers.forEach((number, i) => {
    const [a, b] = [values[number % values.length]!, values[Math.floor(number / 7) % values.length]!]
    const flat = sizeOf(a.shape)
    const made = [
      () => g.node('Sin', [a], a),
      () => (a.shape.join() === b.shape.join() ? g.node('Mul', [a, b], a) : g.node('Neg', [a], a)),
      () => (a.shape.at(-1) === 8 && a.shape.length === 2 ? g.node('MatMul', [a, values[1]!], a) : g.node('Cos', [a], a)),
      () => g.node('Reshape', [a, g.integers(i % 2 ? [flat] : [flat / 8, 8])], i % 2 ? f(flat) : f(flat / 8, 8)),
      () => g.multi('Split', [a, g.integers([a.shape[0]! / 2, a.shape[0]! / 2])], [f(a.shape[0]! / 2, ...a.shape.slice(1)), f(a.shape[0]! / 2, ...a.shape.slice(1))], { axis: 0 })[number % 2]!,
    ][number % (a.shape[0]! % 2 === 0 ? 5 : 4)]!()
    values.push(made)
  })
  const sums = values.slice(2).map((value) => g.node('ReduceSum', [value], f(), { keepdims: 0 }))
  const all = sums.reduce((sum, value) => g.node('Add', [value, sum], f()))
  return g.finish('random', [{ name: 'sum', value: all }, { name: 'last', value: values.at(-1)! }])
}

const run = async (graph: Graph, repeats: boolean): Promise<Record<string, Float32Array>> => {
  const session = await ort.InferenceSession.create(encodeModel(graph), sessionOptions(providers.cpu, 1, repeats))
  const feeds = Object.fromEntries(graph.inputs.map(({ name, shape, dtype }, which) =>
    [name, dtype === 'float32' ? new ort.Tensor(dtype, Float32Array.from({ length: sizeOf(shape) }, (_, i) => 0.1 + 0.1 * Math.sin(i + which)), shape) : new ort.Tensor('int32', new Int32Array(sizeOf(shape)), shape)]))
  const results = await session.run(feeds)
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]))
}

/** Whether every value is made before it is read, and once. */
const isSound = ({ nodes, inputs, constants }: Graph): boolean => {
  const there = new Set<Value>([...inputs, ...constants])
  const names = new Set<string>()
  return nodes.every(({ inputs, outputs }) => {
    const sound = inputs.every((input) => there.has(input)) && outputs.every(({ name }) => !names.has(name))
    for (const output of outputs) {
      there.add(output)
      names.add(output.name)
    }
    return sound
  })
}

describe('results that are computed again', () => {
  test('a step that has room is left alone', () => {
    const graph = thereAndBack(20)
    expect(recompute(graph, peakBytes(graph))).toEqual({ graph, peak: peakBytes(graph), nodes: 0 })
  })

  test('keep a chain and its way back within a budget that a third of its results would fill', () => {
    const graph = thereAndBack(30)
    const budget = peakBytes(graph) / 3
    const { graph: less, peak, nodes } = recompute(graph, budget)
    expect(peak).toBeLessThanOrEqual(budget)
    expect(peakBytes(less)).toBe(peak)
    expect(less.nodes.length).toBe(graph.nodes.length + nodes)
  })

  test('cost no more than they have to: nothing beyond what the budget asks for', () => {
    const graph = thereAndBack(30)
    const added = [0.9, 0.6, 0.3].map((share) => recompute(graph, share * peakBytes(graph)).nodes)
    expect(added).toEqual(added.toSorted((a, b) => a - b))
    expect(added[0]).toBeLessThan(added[2]!)
  })

  test('cost no more than they may', () => {
    const graph = thereAndBack(30)
    const { graph: less, peak } = recompute(graph, 0, 0.2)
    expect(workOf(less.nodes)).toBeLessThanOrEqual(1.2 * workOf(graph.nodes))
    expect(peak).toBeLessThan(peakBytes(graph))
    expect(recompute(graph, 0, 0)).toEqual({ graph, peak: peakBytes(graph), nodes: 0 })
  })

  test('in any graph leave what it computes as it is, bit for bit, and never raise the peak', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(1000), { minLength: 3, maxLength: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), async (numbers, share) => {
      const graph = random(numbers)
      const less = recompute(graph, share * peakBytes(graph))
      expect(isSound(less.graph)).toBe(true)
      expect(less.peak).toBe(peakBytes(less.graph))
      expect(less.peak).toBeLessThanOrEqual(peakBytes(graph))
      expect(new Set(executionOrder(less.graph)).size).toBe(graph.nodes.length + less.nodes)
      expect(await run(less.graph, true)).toEqual(await run(graph, false))
    }), { seed: 5, numRuns: 60 })
  })

  test.each([{}, { 'patch.codec': 'unet', 'patch.unetChannels': 8 }, { 'train.optimizer': 'muon' }])('halve a training step\'s memory and change nothing but last digits of it: %j', async (changes) => {
    const config = tinyConfig({ 'model.layers': 4, ...changes })
    const { graph } = traceProgram(trainProgram(config, trainingShape(config)))
    const less = recompute(graph, peakBytes(graph) / 2)
    expect(less.peak).toBeLessThanOrEqual(peakBytes(graph) / 2)
    const [expected, found] = [await run(graph, false), await run(less.graph, true)]
    // ONNX Runtime joins a product with the addition after it, where nothing else reads the product.
    for (const [name, data] of Object.entries(expected)) expect(Math.max(...data.map((value, i) => Math.abs(value - found[name]![i]!)))).toBeLessThan(1e-6)
  })
})

test('ONNX Runtime is told not to merge what is repeated', async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'lab-recompute-'))
  try {
    const { graph } = recompute(thereAndBack(30), 0)
    const sines = async (repeats: boolean): Promise<number> => {
      const file = path.join(folder, `${repeats}.onnx`)
      await (await ort.InferenceSession.create(encodeModel(graph), { ...sessionOptions(providers.cpu, 1, repeats), optimizedModelFilePath: file })).release()
      return (await readFile(file, 'latin1')).split('Sin').length - 1
    }
    expect(graph.nodes.filter(({ op }) => op === 'Sin').length).toBe(await sines(true))
    expect(await sines(false)).toBe(15)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
