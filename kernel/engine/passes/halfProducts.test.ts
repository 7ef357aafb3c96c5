import { describe, expect, test } from 'vitest'
import { trainingShape } from '../../data/trainingShape.ts'
import { openDataset } from '../../data/open.ts'
import { tinyConfig } from '../../model/testModel.ts'
import { TrainingBatches } from '../../training/batches.ts'
import { initialState, trainProgram } from '../../training/trainProgram.ts'
import { createOnnxEngine } from '../onnxEngine.ts'
import { openEngine } from '../open.ts'
import { traceProgram } from '../trace/traceProgram.ts'
import { halfProducts } from './halfProducts.ts'

const config = (precision: 'fp32' | 'fp16') => tinyConfig({ 'engine.precision': precision, 'engine.name': 'webgpu', 'image.size': 16, 'data.sequenceLength': 32, 'train.batch': 4, 'train.lr': 1e-3, 'train.warmup': 2, 'train.steps': 100 })

/** Losses and gradient norms on the CPU, where ONNX Runtime takes fp16 products for fp32 ones and drops the rounding. */
const train = async (precision: 'fp32' | 'fp16', steps: number): Promise<{ losses: number[]; norms: number[] }> => {
  const of = config(precision)
  const engine = createOnnxEngine({ threads: 1, precision })
  const compiled = await engine.compile(trainProgram(of, trainingShape(of)))
  const state = engine.createState(initialState(of))
  const batches = new TrainingBatches(of, await openDataset(of), 0)
  const losses: number[] = [], norms: number[] = []
  for (let step = 1; step <= steps; step++) {
    const correction = (beta: number): Float32Array => Float32Array.of(1 / (1 - beta ** step))
    const out = await compiled.run({ ...(await batches.next()).inputs, lr: Float32Array.of(of.train.lr), correction1: correction(of.train.beta1), correction2: correction(of.train.beta2) }, state)
    losses.push(out['total']!.data[0]!)
    norms.push(out['gradientNorm']!.data[0]!)
  }
  const { 'param/tokenEmbedding': weights } = await state.read(['param/tokenEmbedding'])
  expect(weights!.dtype).toBe('float32')
  await compiled.dispose()
  return { losses, norms }
}

const furthest = (a: readonly number[], b: readonly number[]): number => Math.max(...a.map((value, i) => Math.abs(value / b[i]! - 1)))

describe('matrix products in fp16', () => {
  test('every product is fp16 between casts, nothing else is, and inputs and outputs stay as they were', () => {
    const { graph } = traceProgram(trainProgram(config('fp32'), trainingShape(config('fp32'))))
    const half = halfProducts(graph)
    const products = half.nodes.filter(({ op }) => /MatMul|Gemm|Conv/.test(op))
    expect(products.length).toBe(graph.nodes.filter(({ op }) => /MatMul|Gemm|Conv/.test(op)).length)
    for (const { inputs, outputs } of products) expect([...inputs, ...outputs].every(({ dtype }) => dtype === 'float16')).toBe(true)
    const others = half.nodes.filter(({ op }) => !/MatMul|Gemm|Conv|Cast/.test(op))
    expect(others.flatMap(({ inputs, outputs }) => [...inputs, ...outputs]).some(({ dtype }) => dtype === 'float16')).toBe(false)
    expect([half.inputs, half.outputs]).toEqual([graph.inputs, graph.outputs])
    // A value that several products read is rounded once.
    expect(half.nodes.length - graph.nodes.length).toBeLessThan(3 * products.length)
  })

  test('casts and the scale of gradients change nothing but digits: where nothing is rounded, training is that of fp32', async () => {
    const [full, half] = [await train('fp32', 10), await train('fp16', 10)]
    expect(furthest(half.losses, full.losses)).toBeLessThan(1e-6)
    expect(furthest(half.norms, full.norms)).toBeLessThan(1e-6)
  })

  test('another engine than WebGPU is refused', async () => {
    await expect(openEngine({ ...config('fp16').engine, name: 'cpu' })).rejects.toThrow(/^engine\.precision is "fp16", which runs on the engine "webgpu" only, and engine\.name is "cpu"/)
  })
})
