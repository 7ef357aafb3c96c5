import { describe, expect, test } from 'vitest'
import type { RunConfig } from '../../protocol/config/index.ts'
import { createReferenceEngine } from '../engine/eagerEngine.ts'
import { elements, type HostTensors, type Program } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import * as tf from '../engine/tfjs.ts'
import { initialParameters, parameterSpecs } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { reconstruct } from './losses.ts'
import { tinyAutoencoder } from './testAutoencoder.ts'
import { autoencoderInputs } from './trainProgram.ts'

const values = (index: number, size: number): Float32Array => new Random({ seed: 2, stream: 'content', index }).fillNormal(new Float32Array(size))

const inputsOf = (config: RunConfig) => Object.fromEntries(Object.entries(autoencoderInputs(config)).map(([name, { shape, dtype }], index) =>
  [name, dtype === 'int32' ? new Int32Array(elements(shape)) : values(index, elements(shape))]))

/** Every loss, and the gradient of one of them towards every parameter. */
const gradientProgram = (config: RunConfig, of = 'total'): Program => ({
  name: 'gradients', inputs: autoencoderInputs(config),
  state: Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, { shape, dtype: 'float32' }])),
  run(x, p) {
    const names = Object.keys(p)
    let parts: Record<string, tf.Tensor> = {}
    const { grads } = tf.valueAndGrads((...list) => {
      const { losses } = reconstruct(x, Object.fromEntries(names.map((name, i) => [name, list[i]!])), config.autoencoder)
      parts = Object.fromEntries(Object.entries(losses).map(([name, loss]) => [name, tf.keep(loss)]))
      // A loss that a parameter has no part in has no gradient there; 0 times the parameter gives it a zero one.
      return tf.add(parts[of]!, tf.mul(tf.addN(list.map((value) => tf.sum(value))), 0)) as tf.Scalar
    })(names.map((name) => p[name]!))
    return { outputs: { ...parts, ...Object.fromEntries(names.map((name, i) => [`gradient/${name}`, grads[i]!])) } }
  },
})

const onEngine = async (config: RunConfig, which: 'eager' | 'traced', of = 'total'): Promise<HostTensors> => {
  const engine = which === 'eager' ? await createReferenceEngine() : createOnnxEngine({ threads: 1 })
  const compiled = await engine.compile(gradientProgram(config, of))
  return compiled.run(inputsOf(config), engine.createState(initialParameters(config)))
}

const largest = (out: HostTensors, keep: (name: string) => boolean): number =>
  Math.max(...Object.entries(out).filter(([name]) => name.startsWith('gradient/') && keep(name.slice('gradient/'.length))).flatMap(([, { data }]) => Array.from(data, Math.abs)))

describe('losses of an autoencoder', () => {
  test.each(['vae', 'vq'] as const)('%s: losses and every gradient of the traced engine are those of tfjs cpu', async (kind) => {
    const config = tinyAutoencoder(kind)
    const [eager, traced] = [await onEngine(config, 'eager'), await onEngine(config, 'traced')]
    for (const [name, { data }] of Object.entries(eager)) {
      const worst = Math.max(...Array.from(data, (value, i) => Math.abs(value - traced[name]!.data[i]!) / (1 + Math.abs(value))))
      expect(worst, name).toBeLessThan(1e-4)
    }
  })

  test('vq: the codebook loss trains the codes alone, the commitment loss the encoder alone, L1 all but the codes', async () => {
    const config = tinyAutoencoder('vq')
    const isCode = (name: string): boolean => name === 'codebook'
    const isEncoder = (name: string): boolean => name.startsWith('encoder.')
    const codebook = await onEngine(config, 'traced', 'codebook')
    expect(largest(codebook, isCode)).toBeGreaterThan(0)
    expect(largest(codebook, (name) => !isCode(name))).toBe(0)
    const commitment = await onEngine(config, 'traced', 'commitment')
    expect(largest(commitment, isEncoder)).toBeGreaterThan(0)
    expect(largest(commitment, (name) => !isEncoder(name))).toBe(0)
    const l1 = await onEngine(config, 'traced', 'l1')
    // Straight through: the decoder's gradient reaches the encoder as if nothing had been quantised.
    expect(largest(l1, isEncoder)).toBeGreaterThan(0)
    expect(largest(l1, isCode)).toBe(0)
  })

  test('vq: total = L1 + codebook + β · commitment, and both terms are the same distance', async () => {
    const out = await onEngine(tinyAutoencoder('vq', { 'autoencoder.commitment': 0.5 }), 'traced')
    const value = (name: string): number => out[name]!.data[0]!
    expect(value('codebook')).toBe(value('commitment'))
    expect(value('total')).toBeCloseTo(value('l1') + 1.5 * value('codebook'), 5)
  })

  test('vae: total = L1 + klWeight · KL; the KL of a standard normal is 0, of mean m and variance s² it is ½ Σ (m² + s² − ln s² − 1)', async () => {
    const config = tinyAutoencoder('vae', { 'autoencoder.klWeight': 0.01 })
    const out = await onEngine(config, 'traced')
    const value = (name: string): number => out[name]!.data[0]!
    expect(value('total')).toBeCloseTo(value('l1') + 0.01 * value('kl'), 5)
    // With a zero last layer the means are its bias and the log variances too: first C numbers, then C.
    const parameters = initialParameters(config)
    const kl = async (bias: readonly number[]): Promise<number> => {
      const engine = createOnnxEngine({ threads: 1 })
      const zero = { ...parameters['encoder.out']!, data: new Float32Array(parameters['encoder.out']!.data.length) }
      const state = engine.createState({ ...parameters, 'encoder.out': zero, 'encoder.outBias': { ...parameters['encoder.outBias']!, data: Float32Array.from(bias) } })
      return (await (await engine.compile(gradientProgram(config))).run(inputsOf(config), state))['kl']!.data[0]!
    }
    expect(await kl([0, 0, 0, 0, 0, 0])).toBe(0)
    const perLatent = 0.5 * (1 + (Math.exp(2) - 2 - 1))
    expect(await kl([1, 0, 0, 0, 0, 2])).toBeCloseTo(16 * perLatent, 3)
  })
})
