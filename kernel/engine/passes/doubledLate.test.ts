import { describe, expect, test } from 'vitest'
import { randomParameters, tinyConfig } from '../../model/testModel.ts'
import { denoisingProgram, type DenoisingShape } from '../../generation/denoising/denoisingProgram.ts'
import { createReferenceEngine } from '../eagerEngine.ts'
import { elements, type Program } from '../engine.ts'
import type { Graph } from '../graph.ts'
import { createOnnxEngine } from '../onnxEngine.ts'
import * as tf from '../tfjs.ts'
import { traceProgram } from '../trace/traceProgram.ts'
import { doubledLate } from './doubledLate.ts'

const floats = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const graphOf = (inputs: Program['inputs'], run: (x: Record<string, tf.Tensor>) => tf.Tensor): Graph => traceProgram({ name: 'p', inputs, state: {}, run: (x) => ({ outputs: { y: run(x) } }) }).graph
const opsOf = ({ nodes }: Graph): string[] => nodes.map(({ op, outputs }) => `${op} ${outputs[0]!.shape.join('×')}`)
const twice = (x: tf.Tensor): tf.Tensor => tf.concat([x, x])

const config = tinyConfig({ 'model.qkNorm': true })
const shape: DenoisingShape = { modality: 'image', items: 2, noisy: false, bound: 1, passes: [{ batch: 4, length: 4, cached: 16, images: 4, texts: 4, seesAll: false, patchesAlone: true }] }
const parameters = randomParameters(config)
const program = denoisingProgram(config, shape, parameters, (state) => state)
const inputs = Object.fromEntries(Object.entries(program.inputs).map(([name, { shape, dtype }]) =>
  [name, dtype === 'int32' ? Int32Array.from({ length: elements(shape) }, (_, i) => i % 5) : Float32Array.from({ length: elements(shape) }, (_, i) => (name === '0.bias' ? 0 : Math.sin(i + name.length)))]))

describe('what is put after itself', () => {
  test('is doubled behind what treats each row by itself', () => {
    const graph = graphOf({ x: floats(2, 3), w: floats(3, 4), b: floats(4) }, ({ x, w, b }) => tf.transpose(tf.reshape(tf.sigmoid(tf.add(tf.matMul(twice(x!), w!), b!)), [4, 2, 2]), [0, 2, 1]))
    expect(opsOf(doubledLate(graph))).toEqual(['MatMul 2×4', 'Add 2×4', 'Sigmoid 2×4', 'Reshape 2×2×2', 'Transpose 2×2×2', 'Concat 4×2×2'])
  })

  test('is doubled at once before what does not, and once for all that ask for it', () => {
    const graph = graphOf({ x: floats(2, 3) }, ({ x }) => tf.add(tf.sum(twice(x!), 0), tf.max(twice(x!), 0)))
    expect(opsOf(doubledLate(graph)).filter((op) => op === 'Concat 4×3')).toEqual(['Concat 4×3'])
    const other = graphOf({ x: floats(2, 3), z: floats(4, 3) }, ({ x, z }) => tf.add(twice(x!), z!))
    expect(opsOf(doubledLate(other))).toEqual(['Concat 4×3', 'Add 4×3'])
    expect(opsOf(doubledLate(graphOf({ x: floats(2, 3) }, ({ x }) => tf.transpose(twice(x!)))))).toEqual(['Concat 4×3', 'Transpose 3×4'])
  })

  test('a step with guidance does what comes before the first attention for one branch, and gives what it gave', async () => {
    const { graph } = traceProgram(program)
    const products = (one: Graph): number => one.nodes.filter(({ op }) => op === 'MatMul' || op === 'Gemm').reduce((sum, { outputs }) => sum + outputs[0]!.shape[0]!, 0)
    // Of the first layer q, k and v; the two products of the timestep; the patches.
    expect(products(graph) - products(doubledLate(graph))).toBe(3 * 8 + 2 * 2 + 8)
    const found: ArrayLike<number>[] = []
    for (const engine of [createOnnxEngine({ threads: 1 }), await createReferenceEngine()]) found.push((await (await engine.compile(program)).run(inputs, engine.createState(parameters)))['next']!.data)
    expect(Math.max(...Array.from(found[0]!, (value, i) => Math.abs(value - found[1]![i]!)))).toBeLessThan(1e-5)
  })
})
