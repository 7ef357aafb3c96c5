import * as tf from '../tfjs.ts'
import { beforeAll, describe, expect, test } from 'vitest'
import { Random } from '../../random/stream.ts'
import { createReferenceEngine } from '../eagerEngine.ts'
import { elements, type Engine, type Program, type Specs, type Tensors } from '../engine.ts'
import { createOnnxEngine } from '../onnxEngine.ts'
import { rmsNormalize } from '../kernels/rmsNorm.ts'
import { rotaryEmbedding } from '../kernels/rotaryEmbedding.ts'
import { lowerings } from './index.ts'

/** One case: shapes of its inputs (a trailing 'i' marks indices below the number before it) and the tfjs call. */
interface Case {
  kernels: string[]
  inputs: Specs
  call(x: Tensors): tf.Tensor | tf.Tensor[]
  /** Keeps inputs where the function is defined. */
  positive?: true
}

const f = (...shape: number[]) => ({ shape, dtype: 'float32' as const })
const i = (...shape: number[]) => ({ shape, dtype: 'int32' as const })
const x = f(3, 4, 5)

const unary = (kernel: string, call: (x: tf.Tensor) => tf.Tensor, positive?: true): Case =>
  ({ kernels: [kernel], inputs: { x }, call: ({ x }) => call(x!), ...(positive ? { positive } : {}) })
const binary = (kernel: string, call: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, positive?: true): Case[] =>
  [[f(3, 4, 5), f(3, 4, 5)], [f(3, 4, 5), f(5)], [f(4, 1), f(3, 1, 5)], [f(), f(2, 3)]].map(([a, b]) =>
    ({ kernels: [kernel], inputs: { a: a!, b: b! }, call: ({ a, b }) => call(a!, b!), ...(positive ? { positive } : {}) }))

const convolution = (image: Specs[string], filter: Specs[string], stride: number, pad: 'same' | 'valid'): Case[] => {
  const y = (x: tf.Tensor, w: tf.Tensor): tf.Tensor => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, stride, pad)
  return [
    { kernels: ['Conv2D'], inputs: { image, filter }, call: ({ image, filter }) => y(image!, filter!) },
    { kernels: ['Conv2DBackpropInput', 'Conv2DBackpropFilter'], inputs: { image, filter }, call: ({ image, filter }) => tf.grads((x, w) => tf.sum(tf.sin(tf.mul(y(x!, w!), 0.1))))([image!, filter!]) },
  ]
}

const cases: Case[] = [
  unary('Identity', tf.clone), unary('Abs', tf.abs), unary('Neg', tf.neg), unary('Exp', tf.exp), unary('Log', tf.log, true),
  unary('Sqrt', tf.sqrt, true), unary('Rsqrt', tf.rsqrt, true), unary('Sin', tf.sin), unary('Cos', tf.cos), unary('Tanh', tf.tanh),
  unary('Sigmoid', tf.sigmoid), unary('Relu', tf.relu), unary('Floor', tf.floor), unary('Square', tf.square), unary('Reciprocal', tf.reciprocal, true),
  unary('ClipByValue', (x) => tf.clipByValue(x, -0.5, 0.25)), unary('ZerosLike', tf.zerosLike), unary('OnesLike', tf.onesLike),
  unary('Softmax', (x) => tf.softmax(x)), unary('LogSoftmax', (x) => tf.logSoftmax(x)),
  unary('Mean', (x) => tf.mean(x, [0, 2])), unary('Sum', (x) => tf.sum(x)), unary('Sum', (x) => tf.sum(x, -1, true)), unary('Prod', (x) => tf.prod(x, 1)),
  unary('Max', (x) => tf.max(x, [1])), unary('Max', (x) => tf.max(x, 2, true)), unary('Min', (x) => tf.min(x, 0)),
  unary('ArgMax', (x) => tf.argMax(x, 1)), unary('ArgMin', (x) => tf.argMin(x, 2)),
  unary('Reshape', (x) => tf.reshape(x, [5, -1])), unary('ExpandDims', (x) => tf.expandDims(x, -2)), unary('Transpose', (x) => tf.transpose(x, [2, 0, 1])),
  unary('Slice', (x) => tf.slice(x, [1, 0, 2], [2, 4, -1])), unary('SplitV', (x) => tf.concat(tf.split(x, [1, 4], 2).toReversed(), 2)),
  unary('Tile', (x) => tf.tile(x, [1, 2, 3])), unary('PadV2', (x) => tf.pad(x, [[0, 1], [2, 0], [1, 1]], 0.5)),
  unary('Unpack', (x) => tf.unstack(x, 1)[2]!), unary('Pack', (x) => tf.stack([x, tf.neg(x)], 1)), unary('Concat', (x) => tf.concat([x, x], -1)),
  unary('Fill', (x) => tf.add(x, tf.fill([4, 5], 0.25))), unary('Range', (x) => tf.add(x, tf.range(0, 5))), unary('AddN', (x) => tf.addN([x, x, x])),
  unary('Cast', (x) => tf.cast(tf.cast(x, 'int32'), 'float32')),
  ...binary('Add', tf.add), ...binary('Sub', tf.sub), ...binary('Multiply', tf.mul), ...binary('RealDiv', tf.div, true), ...binary('Maximum', tf.maximum),
  ...binary('Minimum', tf.minimum), ...binary('Pow', tf.pow, true), ...binary('SquaredDifference', tf.squaredDifference),
  ...binary('Equal', (a, b) => tf.cast(tf.equal(tf.floor(a), tf.floor(b)), 'int32')), ...binary('Greater', (a, b) => tf.cast(tf.greater(a, b), 'int32')),
  ...binary('GreaterEqual', (a, b) => tf.cast(tf.greaterEqual(a, b), 'int32')), ...binary('Less', (a, b) => tf.cast(tf.less(a, b), 'int32')),
  ...binary('LessEqual', (a, b) => tf.cast(tf.lessEqual(a, b), 'int32')),
  { kernels: ['LogicalAnd', 'LogicalOr', 'LogicalNot'], inputs: { x, y: x }, call: ({ x, y }) => {
    const a = tf.greater(x!, 0), b = tf.greater(y!, 0)
    return tf.cast(tf.logicalOr(tf.logicalAnd(a, b), tf.logicalNot(a)), 'int32')
  } },
  { kernels: ['Select'], inputs: { x, y: x }, call: ({ x, y }) => tf.where(tf.greater(x!, y!), x!, y!) },
  ...[[false, false], [true, false], [false, true], [true, true]].flatMap(([ta, tb]): Case[] => [
    { kernels: ['BatchMatMul'], inputs: { a: ta ? f(4, 3) : f(3, 4), b: tb ? f(5, 4) : f(4, 5) }, call: ({ a, b }) => tf.matMul(a!, b!, ta, tb) },
    { kernels: ['BatchMatMul'], inputs: { a: ta ? f(2, 3, 4, 6) : f(2, 3, 6, 4), b: tb ? f(2, 3, 5, 4) : f(2, 3, 4, 5) }, call: ({ a, b }) => tf.matMul(a!, b!, ta, tb) },
  ]),
  { kernels: ['GatherV2'], inputs: { x: f(7, 5), at: i(2, 3) }, call: ({ x, at }) => tf.gather(x!, at!) },
  { kernels: ['GatherV2'], inputs: { x: f(3, 7, 2), at: i(4) }, call: ({ x, at }) => tf.gather(x!, at!, 1) },
  { kernels: ['UnsortedSegmentSum'], inputs: { x: f(6, 5), at: i(6) }, call: ({ x, at }) => tf.unsortedSegmentSum(x!, at! as tf.Tensor1D, 7) },
  { kernels: ['RotaryEmbedding'], inputs: { x: f(2, 3, 5, 8), cos: f(5, 4), sin: f(5, 4) }, call: ({ x, cos, sin }) => rotaryEmbedding(x!, cos!, sin!) },
  { kernels: ['RMSNorm'], inputs: { x: f(3, 4, 6), gain: f(6) }, call: ({ x, gain }) => rmsNormalize(x!, gain!, 1e-5)[0] },
  { kernels: ['RMSNorm'], inputs: { x: f(3, 4, 6), gain: f(6) }, call: ({ x, gain }) => rmsNormalize(x!, gain!, 1e-5)[1] },
  // Few channels for many places, and the reverse, which is lowered to products of windows.
  ...[[4, 1], [1, 6]].flatMap(([count, channels]) => ([[3, 1, 'same'], [3, 2, 'same'], [3, 2, 'valid'], [2, 1, 'same'], [2, 2, 'valid'], [1, 1, 'same'], [5, 1, 'valid']] as const).flatMap(([side, stride, pad]) =>
    convolution(f(count!, 7, 6, channels!), f(side, side, channels!, channels! + 1), stride, pad))),
  // Channels in whole blocks, with rows that fill blocks by themselves, two by two, and not at all.
  ...([[1, 16, 3, 'same'], [1, 18, 3, 'valid'], [2, 8, 2, 'same'], [1, 17, 5, 'same']] as const).flatMap(([count, width, side, pad]) => convolution(f(count, 40, width, 16), f(side, side, 16, 32), 1, pad)),
  ...convolution(f(1, 40, 32, 16), f(3, 3, 16, 16), 2, 'same'),
  { kernels: ['OneHot'], inputs: { at: i(2, 3) }, call: ({ at }) => tf.oneHot(at!, 7, 2, -1) },
  { kernels: ['RotaryEmbedding'], inputs: { x: f(2, 3, 5, 8), cos: f(10, 4), sin: f(10, 4) }, call: ({ x, cos, sin }) => rotaryEmbedding(x!, cos!, sin!) },
  { kernels: ['RotaryEmbedding'], inputs: { x: f(3, 2, 1, 8), cos: f(3, 4), sin: f(3, 4) }, call: ({ x, cos, sin }) => rotaryEmbedding(x!, cos!, sin!) },
  ...[[3, 4, 5], [5], [2, 3, 4, 5]].map((shape) => unary('Add', (x) => tf.add(tf.zeros(shape), x))),
]

const feed = (specs: Specs, positive: boolean, seed: number) => Object.fromEntries(Object.entries(specs).map(([name, { shape, dtype }], index) => {
  const random = new Random({ seed, stream: 'content', index })
  const values = Array.from({ length: elements(shape) }, () =>
    dtype === 'int32' ? random.integer(7) : positive ? 0.2 + random.uniform() * 2 : random.normal())
  return [name, dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)]
}))

describe('each lowering computes what tfjs cpu does', () => {
  let traced: Engine, eager: Engine
  beforeAll(async () => {
    traced = createOnnxEngine({ threads: 1 })
    eager = await createReferenceEngine()
  })

  test.each(cases.map((entry, index) => [`${entry.kernels.join('+')} ${Object.values(entry.inputs).map(({ shape }) => `[${shape.join()}]`).join(' ')}`, entry, index] as const))('%s', async (_, entry, seed) => {
    const program: Program = {
      name: 'case', inputs: entry.inputs, state: {},
      run: (inputs) => ({ outputs: Object.fromEntries([entry.call(inputs)].flat().map((value, k) => [`y${k}`, value])) }),
    }
    const inputs = feed(entry.inputs, entry.positive ?? false, seed)
    const expected = await (await eager.compile(program)).run(inputs, eager.createState({}))
    const compiled = await traced.compile(program)
    const found = await compiled.run(inputs, traced.createState({}))
    for (const [name, { shape, data }] of Object.entries(expected)) {
      expect(found[name]!.shape).toEqual(shape)
      data.forEach((value, k) => expect(Math.abs(found[name]!.data[k]! - value)).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(value))))
    }
    await compiled.dispose()
  })

  test('rows that meet in one segment are all added, on several threads', async () => {
    const [rows, width, segments] = [4096, 384, 200]
    const program: Program = {
      name: 'segments', inputs: { x: f(rows, width), at: i(rows) }, state: {},
      run: ({ x, at }) => ({ outputs: { y: tf.unsortedSegmentSum(x!, at! as tf.Tensor1D, segments) } }),
    }
    const random = new Random({ seed: 1, stream: 'content' })
    const inputs = { x: random.fillNormal(new Float32Array(rows * width)), at: Int32Array.from({ length: rows }, () => random.integer(segments)) }
    // Added up plainly: tfjs cpu walks all rows once for each segment.
    const expected = new Float64Array(segments * width)
    inputs.x.forEach((value, k) => (expected[inputs.at[Math.floor(k / width)]! * width + (k % width)]! += value))
    const threaded = createOnnxEngine({ threads: 4 })
    const compiled = await threaded.compile(program)
    for (let attempt = 0; attempt < 30; attempt++) {
      const found = (await compiled.run(inputs, threaded.createState({})))['y']!.data
      let largest = 0
      expected.forEach((value, k) => (largest = Math.max(largest, Math.abs(found[k]! - value))))
      expect(largest).toBeLessThan(1e-4)
    }
  })

  test('every registered lowering has a case', () => {
    const covered = new Set(cases.flatMap(({ kernels }) => kernels))
    expect(Object.keys(lowerings).filter((kernel) => !covered.has(kernel))).toEqual([])
  })

  test('a kernel without a lowering fails when traced and names itself', async () => {
    const program: Program = { name: 'unknown', inputs: { x: f(3) }, state: {}, run: ({ x }) => ({ outputs: { y: tf.erf(x!) } }) }
    await expect(traced.compile(program)).rejects.toThrow(/Erf/)
  })
})
