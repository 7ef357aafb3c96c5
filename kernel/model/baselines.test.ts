import { describe, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { none } from '../data/laidDocument.ts'
import { layOut } from '../data/layout.ts'
import { pictureDocument, textDocument } from '../data/segments.ts'
import type { HostTensors } from '../engine/engine.ts'
import { parameterSpecs } from './parameters.ts'
import { batchOf, gradientOf, gradientProgram, randomParameters, randomPicture, sameBits, tinyConfig, traced } from './testModel.ts'
import type { BatchShape } from './transfusion.ts'

const captions = ['one', 'two and more', 'three']
const parameters = randomParameters(tinyConfig())
const laid = (config: RunConfig) => captions.map((text, i) => [layOut(pictureDocument(text, randomPicture(8, i)), i, config, 24)])
const gradients = async (config: RunConfig, shape: BatchShape): Promise<HostTensors> => {
  const own = Object.fromEntries(parameterSpecs(config).map(({ name }) => [name, parameters[name]!]))
  return (await traced(gradientProgram(config, shape), own))(batchOf(config, shape, ...laid(config)))
}

/** Names of the parameters whose gradients differ in any bit. */
const differing = (a: HostTensors, b: HostTensors, config: RunConfig): string[] =>
  parameterSpecs(config).map(({ name }) => name).filter((name) => !sameBits(a[gradientOf(name)]!.data, b[gradientOf(name)]!.data))

describe('baselines', () => {
  test('textOnly: on captioned images it is, bit for bit, a plain causal language model on the captions', async () => {
    const shape = { batch: 3, length: 24, images: 0, texts: 60 }
    const textOnly = tinyConfig({ baseline: 'textOnly' })
    const plain = parseConfig({ ...tinyConfig(), mask: 'causal', data: { ...tinyConfig().data, name: 'text', path: 'none' } })
    expect(parameterSpecs(textOnly)).toEqual(parameterSpecs(plain))
    const [a, b] = [await gradients(textOnly, shape), (await traced(gradientProgram(plain, shape), Object.fromEntries(parameterSpecs(plain).map(({ name }) => [name, parameters[name]!]))))(
      batchOf(plain, shape, ...captions.map((text, i) => [layOut(textDocument(text), i, plain, 24)])))]
    const expected = await b
    expect(a['total']!.data).toEqual(expected['total']!.data)
    expect(differing(a, expected, plain)).toEqual([])
  })

  test('imageOnly: a document is its patches and nothing else, and the model is, bit for bit, one whose every patch sees all', async () => {
    const shape = { batch: 3, length: 8, images: 3, texts: 1 }
    const imageOnly = tinyConfig({ baseline: 'imageOnly' })
    expect(laid(imageOnly)[0]![0]).toMatchObject({ tokens: [none, none, none, none], targets: [none, none, none, none], items: [{ at: 0 }] })
    const [a, b] = [await gradients(imageOnly, shape), await gradients(parseConfig({ ...imageOnly, mask: 'bidirectional' }), shape)]
    expect(a['total']!.data).toEqual(b['total']!.data)
    expect(differing(a, b, imageOnly)).toEqual([])
    expect(a['total']!.data[0]).toBeCloseTo(5 * a['image']!.data[0]!, 5)
    // What belongs to text alone learns nothing.
    for (const name of ['tokenEmbedding', 'head']) expect(a[gradientOf(name)]!.data.every((value) => value === 0), name).toBe(true)
  })
})
