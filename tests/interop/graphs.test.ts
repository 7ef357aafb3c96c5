import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasImageTokens, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import { Autoencoder } from '../../kernel/autoencoder/autoencoder.ts'
import { openPictureSpace } from '../../kernel/autoencoder/pictureSpace.ts'
import { frozenName } from '../../kernel/autoencoder/frozen.ts'
import { pictureOf, writePixels } from '../../kernel/autoencoder/pictures.ts'
import type { HostTensor, HostTensors } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { linearCodec } from '../../kernel/model/linearCodec.ts'
import { modalitiesOf } from '../../kernel/model/modalities.ts'
import { randomPicture } from '../../kernel/model/testModel.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { temporaryFolder } from '../../kernel/autoencoder/testRun.ts'
import { closeBrowser, openInBrowser } from './browserRunner.ts'
import { exportAs } from './exportCase.ts'
import { codecAlone, graphCases, graphWeights, greedyText, likeliest, textFeeds, texts, wholeSequences } from './graphCases.ts'
import { openOnnx, type RunGraph } from './graphRunner.ts'
import { openTfjs } from './tfjsRunner.ts'

const largest = ({ data: a }: HostTensor, { data: b }: HostTensor): number => {
  expect(a.length).toBe(b.length)
  return Array.from<number>(a).reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0)
}

const save = async (config: RunConfig): Promise<string> => {
  const weights = Object.entries(graphWeights(config)).map(([name, tensor]) => [name.startsWith(frozenName('')) ? name : `param/${name}`, tensor] as const)
  const tensors: HostTensors = { ...initialState(config), ...Object.fromEntries(weights) }
  return (await saveCheckpoint(temporaryFolder(), { config, tensors, step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })).directory
}

/** A cache of no elements. */
const emptyCache = ({ model: { layers, heads, dim } }: RunConfig, rows = 2): HostTensors =>
  Object.fromEntries(Array.from({ length: layers }, (_, layer) => ['key', 'value'].map((what) =>
    [`past.${layer}.${what}`, { dtype: 'float32', shape: [rows, heads, 0, dim / heads], data: new Float32Array(0) } satisfies HostTensor] as const)).flat())

const asPast = (outputs: HostTensors): HostTensors =>
  Object.fromEntries(Object.entries(outputs).filter(([name]) => name.startsWith('present.')).map(([name, tensor]) => [name.replace('present', 'past'), tensor]))

/** Each format with what loads it elsewhere. */
const ways = [
  ['onnx in Node', 'onnx', openOnnx], ['onnx in Chromium', 'onnx', openInBrowser], ['tfjs', 'tfjs', openTfjs],
] as const

afterAll(closeBrowser)

describe.each(ways)('%s', (_, format, open) => {
  describe.each(Object.entries(graphCases))('%s', (_, config) => {
    let folder: string, run: RunGraph
    beforeAll(async () => {
      const parent = temporaryFolder()
      await exportAs(await save(config), parent, format)
      folder = path.join(parent, format)
      run = await open(folder)
    })

    test.runIf(open === openOnnx)('has standard operators alone', async () => {
      for (const name of (await readdir(folder)).filter((file) => file.endsWith('.onnx'))) expect((await readFile(path.join(folder, name))).includes('com.microsoft'), name).toBe(false)
    })

    test.runIf(config.task === 'transfusion').each([24, 31])('two sequences of %i elements: the logits and predictions of the running engine', async (length) => {
      const { feeds, expected } = await wholeSequences(config, length)
      expect(largest((await run('prefill', feeds))['logits']!, expected['logits']!)).toBeLessThan(1e-5)
      if (modalitiesOf(config).length === 0) return
      for (const [name, prediction] of Object.entries(await run('denoise', feeds))) expect(largest(prediction, expected[name]!), name).toBeLessThan(1e-5)
    })

    test.runIf(config.task === 'transfusion')('a text in pieces of 3, 1 and 4 tokens, each after the cache of those before, has the logits of the whole', async () => {
      const { length, logits, feeds } = await texts(config)
      const vocabulary = logits.shape[1]!
      let cache = emptyCache(config)
      for (const [from, to] of [[0, 3], [3, 4], [4, length]] as const) {
        const outputs = await run('decode', { ...feeds(from, to), ...cache })
        for (const row of [0, 1]) {
          const found = outputs['logits']!.data.subarray(row * (to - from) * vocabulary, (row + 1) * (to - from) * vocabulary)
          const wanted = logits.data.subarray((row * length + from) * vocabulary, (row * length + to) * vocabulary)
          expect(largest({ ...logits, data: found }, { ...logits, data: wanted })).toBeLessThan(1e-5)
        }
        cache = asPast(outputs)
        expect(cache['past.0.key']!.shape[2]).toBe(to)
      }
    })

    test.runIf(config.task === 'transfusion')('a cache that a whole sequence left goes on in decode', async () => {
      const { length, logits, feeds } = await texts(config)
      const images = modalitiesOf(config).length > 0 ? await wholeSequences(config, 24) : null
      const first = await run('prefill', {
        ...images?.feeds, ...feeds(0, 5), textAt: { dtype: 'int32', shape: [1], data: Int32Array.of(4) },
      })
      const outputs = await run('decode', { ...feeds(5, length), ...asPast(first) })
      const vocabulary = logits.shape[1]!
      expect(largest({ ...logits, data: outputs['logits']!.data.subarray(0, 3 * vocabulary) }, { ...logits, data: logits.data.subarray(5 * vocabulary, 8 * vocabulary) })).toBeLessThan(1e-5)
    })

    test.runIf(config.task === 'transfusion')('a greedy text, token by token with the cache, is the one that the app writes', async () => {
      const { start, written } = await greedyText(config, 8)
      const tokens = [...start]
      let cache = emptyCache(config, 1)
      for (let past = 0; tokens.length < start.length + written.length;) {
        const outputs = await run('decode', { ...textFeeds(config, [tokens.slice(past)], past), ...cache })
        const vocabulary = outputs['logits']!.shape[2]!
        past = tokens.length
        tokens.push(likeliest(outputs['logits']!.data.subarray(-vocabulary) as Float32Array))
        cache = asPast(outputs)
      }
      expect(tokens.slice(start.length)).toEqual(written)
      // With tied embeddings a model of random weights says the last token again.
      if (!config.model.tiedEmbeddings) expect(new Set(written).size).toBeGreaterThan(1)
    })

    test.runIf(config.task === 'transfusion' && modalitiesOf(config).some(({ codec }) => codec === linearCodec))('the codec alone: patches in and patches out as the running engine has them', async () => {
      const { feeds } = await wholeSequences(config, 31)
      for (const modality of modalitiesOf(config)) {
        const [encode, decode] = modality.name === 'image' ? ['patch_encode', 'patch_decode'] : ['wave_encode', 'wave_decode']
        const { patches, time } = { patches: feeds[modality.inputs.patches]!, time: feeds[modality.inputs.time]! }
        const expected = await codecAlone(config, modality, patches, time)
        const { hidden } = await run(encode!, { patches, time })
        expect([hidden!.shape, largest(hidden!, expected.hidden!) < 1e-5]).toEqual([expected.hidden!.shape, true])
        const back = (await run(decode!, { hidden: hidden! }))['patches']!
        expect([back.shape, largest(back, expected.decoded!) < 1e-5]).toEqual([expected.decoded!.shape, true])
      }
    })

    test.runIf(config.task === 'autoencoder' || usesAutoencoder(config))('the autoencoder: three pictures there and back as the app takes them', async () => {
      const pictures = [1, 2, 3].map((seed) => randomPicture(config.image.size, seed))
      const size = config.image.size ** 2 * 3
      const pixels = new Float32Array(3 * size)
      pictures.forEach((picture, i) => writePixels(picture, pixels.subarray(i * size, (i + 1) * size)))
      const engine = createOnnxEngine({ threads: 1 })
      const state = engine.createState(graphWeights(config))
      const coder = new Autoencoder(config, engine, state, config.task === 'autoencoder' ? (name) => name : frozenName)
      const space = openPictureSpace(config, coder, state)
      const encoded = await run('image_encode', { pictures: { dtype: 'float32', shape: [3, config.image.size, config.image.size, 3], data: pixels } })
      const decoded = (await run('image_decode', encoded))['pictures']!
      const wanted = async (): Promise<{ codes: ArrayLike<number>; back: Awaited<ReturnType<typeof space.fromPatches>> }> => {
        if (config.task === 'autoencoder') {
          const latents = await coder.latents(pictures)
          return { codes: latents.flatMap((each) => [...each]), back: await coder.decode(latents) }
        }
        if (hasImageTokens(config)) {
          const codes = await space.toCodes(pictures)
          return { codes: codes.flatMap((each) => [...each].map((code) => 260 + code)), back: await space.fromCodes(codes) }
        }
        const patches = await space.toPatches(pictures)
        return { codes: patches.flatMap((each) => [...each]), back: await space.fromPatches(patches) }
      }
      const { codes, back } = await wanted()
      const middle = (encoded['tokens'] ?? encoded['patches'] ?? encoded['latents'])!
      expect(largest(middle, { ...middle, data: Float32Array.from(codes) })).toBeLessThan(1e-5)
      back.forEach(({ pixels: own }, i) => {
        const there = pictureOf(decoded.data.slice(i * size, (i + 1) * size) as Float32Array, config.image.size).pixels
        // A value on the edge between two may be rounded to either.
        expect(Math.max(...own.map((value, k) => Math.abs(value - there[k]!)))).toBeLessThanOrEqual(1)
      })
    })
  })
})
