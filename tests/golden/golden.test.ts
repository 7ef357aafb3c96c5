import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { MaskBias } from '../../kernel/data/maskBias.ts'
import type { Outline } from '../../kernel/data/positions.ts'
import type { HostTensor, HostTensors } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { parameterSpecs } from '../../kernel/model/parameters.ts'
import { gradientOf, gradientProgram, outputProgram, traced } from '../../kernel/model/testModel.ts'
import { learningRate } from '../../kernel/training/learningRate.ts'
import { decodeSafetensors } from '../../kernel/training/safetensors.ts'
import { initialState, trainProgram } from '../../kernel/training/trainProgram.ts'
import { goldenCases, goldenSteps, type GoldenCase } from './cases.ts'

// The files were made by makeInputs.ts and make_golden.py; PyTorch is not needed here.

interface Golden {
  inputs: Record<string, Float32Array | Int32Array>
  parameters: HostTensors
  expected: HostTensors
}

const read = async (file: string): Promise<{ tensors: HostTensors; bytes: Buffer }> => {
  const bytes = await readFile(path.join(import.meta.dirname, file))
  return { bytes, tensors: decodeSafetensors(bytes, file) }
}

const outlinesOf = (bytes: Buffer): Outline[] => {
  const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString('utf8')) as { __metadata__: { about: string } }
  return (JSON.parse(header.__metadata__.about) as { outlines: Outline[] }).outlines
}

const load = async ({ name, config, shape }: GoldenCase): Promise<Golden> => {
  const { tensors, bytes } = await read(`${name}.inputs.safetensors`)
  const under = (prefix: string): HostTensors => Object.fromEntries(Object.entries(tensors).filter(([key]) => key.startsWith(prefix)).map(([key, tensor]) => [key.slice(prefix.length), tensor]))
  const masks = new MaskBias(config)
  const bias = outlinesOf(bytes).flatMap((outline) => {
    const one = new Float32Array(shape.length ** 2)
    masks.write(outline, shape.length, one)
    return [...one]
  })
  return {
    inputs: { ...Object.fromEntries(Object.entries(under('input/')).map(([key, { data }]) => [key, data])), bias: Float32Array.from(bias) },
    parameters: under('param/'),
    expected: (await read(`${name}.golden.safetensors`)).tensors,
  }
}

/** The largest difference, as a share of the largest expected value. */
const difference = (found: HostTensor, expected: HostTensor): number => {
  expect(found.data.length).toBe(expected.data.length)
  let most = 0, scale = 0
  expected.data.forEach((value, i) => {
    most = Math.max(most, Math.abs(found.data[i]! - value))
    scale = Math.max(scale, Math.abs(value))
  })
  return most / scale
}

const norm = ({ data }: HostTensor): number => Math.sqrt((data as Float32Array).reduce((sum, value) => sum + value ** 2, 0))

describe.each(goldenCases.map((golden) => [golden.name, golden] as const))('PyTorch says the same of the case "%s"', (_, golden) => {
  const { config, shape } = golden

  test('logits and predictions', async () => {
    const { inputs, parameters, expected } = await load(golden)
    const found = await (await traced(outputProgram(config, shape), parameters))(inputs)
    expect(difference(found['logits']!, expected['logits']!)).toBeLessThan(1e-5)
    expect(difference(found['prediction']!, expected['prediction']!)).toBeLessThan(1e-5)
  })

  test('losses, and the norm of the gradient of every tensor', async () => {
    const { inputs, parameters, expected } = await load(golden)
    const found = await (await traced(gradientProgram(config, shape), parameters))(inputs)
    for (const name of ['total', 'text', 'image']) expect(difference(found[name]!, expected[name]!), name).toBeLessThan(1e-5)
    for (const { name } of parameterSpecs(config)) expect(Math.abs(norm(found[gradientOf(name)]!) / expected[`norm/${name}`]!.data[0]! - 1), name).toBeLessThan(2e-5)
  })

  test(`${goldenSteps} steps of AdamW: losses, gradient norms before clipping, and every parameter after them`, async () => {
    const { inputs, parameters, expected } = await load(golden)
    const engine = createOnnxEngine({ threads: 1 })
    const compiled = await engine.compile(trainProgram(config, shape))
    const state = engine.createState({ ...initialState(config), ...Object.fromEntries(Object.entries(parameters).map(([name, tensor]) => [`param/${name}`, tensor])) })
    for (let step = 0; step < goldenSteps; step++) {
      const { beta1, beta2 } = config.train
      const out = await compiled.run({
        ...inputs, lr: Float32Array.of(learningRate(step + 1, config.train)),
        correction1: Float32Array.of(1 / (1 - beta1 ** (step + 1))), correction2: Float32Array.of(1 / (1 - beta2 ** (step + 1))),
      }, state)
      for (const name of ['total', 'text', 'image', 'gradientNorm']) expect(difference(out[name]!, expected[`step${step}/${name}`]!), `${name} of step ${step}`).toBeLessThan(2e-5)
    }
    const after = await state.read()
    for (const { name } of parameterSpecs(config)) expect(difference(after[`param/${name}`]!, expected[`after/${name}`]!), name).toBeLessThan(2e-5)
    await compiled.dispose()
  })

  test('the clip was reached where the case is meant to reach it', async () => {
    const { expected } = await load(golden)
    const { clip } = config.train
    expect(clip === 0 || expected['step0/gradientNorm']!.data[0]! > clip).toBe(true)
  })
})
