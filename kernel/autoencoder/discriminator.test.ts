import { describe, expect, test } from 'vitest'
import { createReferenceEngine } from '../engine/eagerEngine.ts'
import type { HostTensors, Program } from '../engine/engine.ts'
import { createOnnxEngine } from '../engine/onnxEngine.ts'
import * as tf from '../engine/tfjs.ts'
import { initialParameters } from '../model/parameters.ts'
import { Random } from '../random/stream.ts'
import { takeSteps } from './testStep.ts'
import { discriminate, discriminatorPrefix, discriminatorSpecs, hingeLosses } from './discriminator.ts'
import { tinyAutoencoder } from './testAutoencoder.ts'

const config = tinyAutoencoder('vae', { 'autoencoder.adversarialWeight': 0.5, 'train.batch': 2 })
const pictures = (index: number): Float32Array => new Random({ seed: 3, stream: 'content', index }).fillNormal(new Float32Array(2 * 16 * 16 * 3))
const isDiscriminator = (name: string): boolean => name.startsWith(discriminatorPrefix)

/** Both losses, the verdicts, and the gradient of each loss towards the reconstruction and the discriminator. */
const hingeProgram: Program = {
  name: 'hinge',
  inputs: { real: { shape: [2, 16, 16, 3], dtype: 'float32' }, made: { shape: [2, 16, 16, 3], dtype: 'float32' } },
  state: Object.fromEntries(discriminatorSpecs(config.autoencoder).map(({ name, shape }) => [name, { shape, dtype: 'float32' }])),
  run({ real, made }, p) {
    const names = Object.keys(p)
    const towards = (which: 'discriminator' | 'adversarial') => {
      const { value, grads } = tf.valueAndGrads((made, ...list) => hingeLosses(real!, made!, Object.fromEntries(names.map((name, i) => [name, list[i]!])), config.autoencoder)[which] as tf.Scalar)([made!, ...names.map((name) => p[name]!)])
      return { [which]: value, [`${which}/made`]: grads[0]!, [`${which}/own`]: grads[1 + names.indexOf('discriminator.out')]! }
    }
    return { outputs: { ...towards('discriminator'), ...towards('adversarial'), onReal: discriminate(real!, p, config.autoencoder), onMade: discriminate(made!, p, config.autoencoder) } }
  },
}

const run = async (engine: ReturnType<typeof createOnnxEngine>): Promise<HostTensors> => {
  const weights = Object.fromEntries(Object.entries(initialParameters(config)).filter(([name]) => isDiscriminator(name)))
  return (await engine.compile(hingeProgram)).run({ real: pictures(0), made: pictures(1) }, engine.createState(weights))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const largest = (values: ArrayLike<number>): number => Math.max(...Array.from(values, Math.abs))

describe('the adversarial term', () => {
  test('is the hinge losses over patches, on the traced engine as on tfjs cpu; each trains its own side alone', async () => {
    const [eager, traced] = [await run(await createReferenceEngine()), await run(createOnnxEngine({ threads: 1 }))]
    for (const [name, { data }] of Object.entries(eager)) expect(largest(Array.from(data, (value, i) => value - traced[name]!.data[i]!)), name).toBeLessThan(1e-4)
    const real = [...traced['onReal']!.data], made = [...traced['onMade']!.data]
    expect(traced['onReal']!.shape).toEqual([2, 4, 4, 1])
    expect(traced['discriminator']!.data[0]).toBeCloseTo(mean(real.map((verdict) => Math.max(0, 1 - verdict))) + mean(made.map((verdict) => Math.max(0, 1 + verdict))), 4)
    expect(traced['adversarial']!.data[0]).toBeCloseTo(-mean(made), 4)
    expect(largest(traced['discriminator/made']!.data)).toBe(0)
    expect(largest(traced['discriminator/own']!.data)).toBeGreaterThan(0)
    expect(largest(traced['adversarial/made']!.data)).toBeGreaterThan(0)
    expect(largest(traced['adversarial/own']!.data)).toBe(0)
  })

  test('leaves the autoencoder bit for bit as it would be until it counts, while the discriminator learns from the start', async () => {
    const plain = await takeSteps(tinyAutoencoder('vae'), 3)
    const waiting = await takeSteps(tinyAutoencoder('vae', { 'autoencoder.adversarialWeight': 0.5, 'autoencoder.adversarialFrom': 3 }), 3)
    const counting = await takeSteps(tinyAutoencoder('vae', { 'autoencoder.adversarialWeight': 0.5, 'autoencoder.adversarialFrom': 2 }), 3)
    const differs = (a: HostTensors, b: HostTensors): string[] => Object.keys(plain.state).filter((name) => name.startsWith('param/') && largest(Array.from(a[name]!.data, (value, i) => value - b[name]!.data[i]!)) > 0)
    expect(differs(waiting.state, plain.state)).toEqual([])
    expect(differs(counting.state, plain.state)).not.toEqual([])
    expect(waiting.losses.at(-1)!['discriminator']).toBeLessThan(waiting.losses[0]!['discriminator']!)
    expect(waiting.state['use/steps']!.data).toEqual(Float32Array.of(3))
  })
})
