import * as tf from '../engine/tfjs.ts'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { Batcher } from '../data/batch.ts'
import type { Picture } from '../data/document.ts'
import { none, type LaidDocument } from '../data/laidDocument.ts'
import { layOut } from '../data/layout.ts'
import { pictureDocument, textDocument } from '../data/segments.ts'
import type { Compiled, HostTensors, Program, Specs, TensorSpec } from '../engine/engine.ts'
import { elements } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import { Random } from '../random/stream.ts'
import { trainingNoise } from '../training/noising.ts'
import { lossInputs, losses, type Losses } from './losses.ts'
import { parameterSpecs } from './parameters.ts'
import { transfusion, type BatchShape } from './transfusion.ts'

// Helpers of tests: a model small enough that a test can ask it hundreds of questions.

/** Two layers of width 16 and images of 2×2 patches. */
export const tinyConfig = (changes: Record<string, unknown> = {}): RunConfig => parseConfig({
  'image.size': 8, 'patch.size': 4, 'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'model.mlpHidden': 24, 'data.sequenceLength': 24, 'engine.threads': 1, ...changes,
})

/** Values with no zero among them, so that nothing is equal by accident: the heads of a fresh model are all zeros. */
export const randomParameters = (config: RunConfig, seed = 1): HostTensors =>
  Object.fromEntries(parameterSpecs(config).map(({ name, shape, initial }, index) => {
    const data = new Random({ seed, stream: 'init', index }).fillNormal(new Float32Array(elements(shape)))
    const scale = initial === 'ones' || initial === 0 ? 0.2 : initial
    return [name, { dtype: 'float32', shape, data: data.map((value) => value * scale + (initial === 'ones' ? 1 : 0)) }]
  }))

export const randomPicture = (size: number, seed: number): Picture => {
  const random = new Random({ seed, stream: 'content' })
  return { width: size, height: size, pixels: Uint8Array.from({ length: size * size * 3 }, () => random.integer(256)) }
}

/** A document in the order asked for, with a random picture of its own. */
export const document = (config: RunConfig, text: string, order: 'captionFirst' | 'imageFirst' | 'textAlone', index = 0): LaidDocument => {
  const content = order === 'textAlone' ? textDocument(text) : pictureDocument(text, randomPicture(config.image.size, index))
  const data = { ...config.data, captionFirst: order === 'captionFirst' ? 1 : 0, captionDropout: 0 }
  return layOut(content, index, { ...config, data }, config.data.sequenceLength)
}

/** The batch of one sequence per row of documents, noised as in training. */
export const batchOf = (config: RunConfig, shape: BatchShape, ...sequences: LaidDocument[][]): Record<string, Float32Array | Int32Array> =>
  new Batcher(config, shape).assemble(sequences, trainingNoise(config)).inputs

const specsOf = (config: RunConfig): Specs =>
  Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, { shape, dtype: 'float32' } satisfies TensorSpec]))

/** What the model says of a batch: `logits` [L, V] and, where there are images, `prediction` [I, n, P]. */
export const outputProgram = (config: RunConfig, shape: BatchShape): Program => ({
  name: 'outputs', inputs: lossInputs(config, shape), state: specsOf(config),
  run(x, parameters) {
    const { logits, predictions: { image, wave } } = transfusion(x, parameters, config)
    return { outputs: { logits, ...(image ? { prediction: image } : {}), ...(wave ? { wavePrediction: wave } : {}) } }
  },
})

/** The losses of a batch, and by the name of each parameter the gradient of one of them. */
export const gradientProgram = (config: RunConfig, shape: BatchShape, of: keyof Losses = 'total'): Program => ({
  name: 'gradients', inputs: lossInputs(config, shape), state: specsOf(config),
  run(x, parameters) {
    const names = Object.keys(parameters)
    let parts!: Losses
    const { grads } = tf.valueAndGrads((...values) => {
      const { total, text, image, wave } = losses(x, Object.fromEntries(names.map((name, i) => [name, values[i]!])), config)
      // A loss that does not depend on a parameter has no gradient there; 0 times the parameter gives it a zero one.
      const everywhere = tf.mul(tf.addN(values.map((value) => tf.sum(value))), 0)
      parts = { total: tf.keep(total), text: tf.keep(text), image: tf.keep(image), ...(wave ? { wave: tf.keep(wave) } : {}) }
      return tf.add(parts[of]!, everywhere) as tf.Scalar
    })(names.map((name) => parameters[name]!))
    return { outputs: { ...parts, ...Object.fromEntries(names.map((name, i) => [gradientOf(name), grads[i]!])) } }
  },
})

export const gradientOf = (parameter: string): string => `gradient/${parameter}`

type Run = (inputs: Record<string, Float32Array | Int32Array>) => Promise<HostTensors>

/** A program on the traced engine with its state: a function from inputs to outputs. */
export const traced = async (program: Program, state: HostTensors): Promise<Run> => {
  const engine = createOnnxEngine({ threads: 1 })
  const compiled: Compiled = await engine.compile(program)
  const held = engine.createState(state)
  return (inputs) => compiled.run(inputs, held)
}

/** Whether the two hold the same bits. */
export const sameBits = (a: ArrayBufferView, b: ArrayBufferView): boolean =>
  Buffer.from(a.buffer, a.byteOffset, a.byteLength).equals(Buffer.from(b.buffer, b.byteOffset, b.byteLength))

/** Places of the patches in a laid-out document. */
export const patchPlaces = ({ tokens }: LaidDocument): number[] => tokens.flatMap((token, i) => (token === none ? [i] : []))
