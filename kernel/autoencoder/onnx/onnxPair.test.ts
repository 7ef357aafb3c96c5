import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../../protocol/config/index.ts'
import type { Picture } from '../../data/document.ts'
import { loadCheckpoint } from '../../training/checkpoint.ts'
import { temporaryFolder, trainForTest } from '../testRun.ts'
import { OnnxPair } from './onnxPair.ts'
import { toPixels, toPlanes } from './planes.ts'
import { testDecoder, testEncoder, writePair, type TestPair } from './testPair.ts'

const configOf = (folder: string, sha256: string, changes: Record<string, unknown> = {}): RunConfig => parseConfig({
  'image.size': 16, 'image.latents': 'vae', 'image.autoencoder': folder, 'image.autoencoderSha256': sha256, autoencoder: { downsample: 4, latentChannels: 3 }, 'patch.size': 2, 'engine.threads': 1, ...changes,
})

/** A pair that was written, and opened under a config. */
const open = ({ encoder = testEncoder(), decoder = testDecoder(), scale = null, changes = {} }: { encoder?: Uint8Array | string; decoder?: Uint8Array | string; scale?: object | null; changes?: Record<string, unknown> } = {}) => {
  const folder = temporaryFolder()
  const config = configOf(folder, writePair(folder, encoder, decoder, scale), changes)
  const pair = new OnnxPair(config)
  onTestFinished(() => pair.dispose())
  return { folder, config, pair }
}

/** Four quarters in their own colours, each a multiple of 51 so that latents are exact. */
const picture = (seed: number): Picture => ({
  width: 16, height: 16,
  pixels: Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3), row = Math.floor(pixel / 64), column = Math.floor((pixel % 16) / 4)
    return 51 * ((row + 2 * column + (i % 3) + seed) % 6)
  }),
})

test('planes and pixels are each other\'s reverse', () => {
  const values = Float32Array.from({ length: 12 }, (_, i) => i)
  expect([...toPlanes(values, 3)]).toEqual([0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11])
  expect(toPixels(toPlanes(values, 3), 3)).toEqual(values)
})

describe('an ONNX pair', () => {
  test('gives the latents of its graph, channels last, and decodes them to the picture that they came from', async () => {
    const { pair } = open()
    const pictures = [0, 1, 2].map(picture)
    const latents = await pair.latents(pictures)
    // The mean of the square of pixels in row 1, column 2, in each colour.
    expect([...latents[1]!.subarray((1 * 4 + 2) * 3, (1 * 4 + 2) * 3 + 3)].map((value) => Math.round((value + 1) * 2.5))).toEqual([1 + 4 + 1, 1 + 4 + 2, 1 + 4 + 3].map((value) => value % 6))
    expect(await pair.decode(latents)).toEqual(pictures)
  })

  test('of means and log variances takes the means', async () => {
    const pictures = [0, 1].map(picture)
    expect(await open({ encoder: testEncoder({ variances: true }) }).pair.latents(pictures)).toEqual(await open().pair.latents(pictures))
  })

  test('a picture\'s latents do not depend on what it is encoded with', async () => {
    const { pair } = open()
    const [alone] = await pair.latents([picture(1)])
    expect((await pair.latents([picture(0), picture(3), picture(1)]))[2]).toEqual(alone)
  })

  test('has the scale that its config.json states, in the words of diffusers', async () => {
    expect(await open({ scale: { scaling_factor: 0.25, shift_factor: 0.5 } }).pair.statedScale()).toEqual({ mean: 0.5, deviation: 4 })
    expect(await open({ scale: { scaling_factor: 0.5 } }).pair.statedScale()).toEqual({ mean: 0, deviation: 2 })
    expect(await open({ scale: { latent_channels: 3 } }).pair.statedScale()).toBeNull()
  })

  const refused: [string, TestPair & { encoder?: string; changes?: Record<string, unknown> }, RegExp][] = [
    ['is no ONNX', { encoder: 'PNG' }, /^The encoder \S*vae_encoder.model\.onnx cannot be loaded as an ONNX model \([A-Z][a-z ]*\)\.$/i],
    ['takes two inputs', { second: true }, /takes 2 inputs \(sample, timestep\); it must take one, pictures, which image\.size makes \[B, 3, 16, 16\]/],
    ['takes channels last', { channelsLast: true }, /takes \[2, 16, 16, 3\]; it must take .*, channels first\./],
    ['takes pictures of another size', { changes: { 'image.size': 32 } }, /takes \[2, 3, 16, 16\].*set image\.size to 16/],
    ['makes smaller latents', { downsample: 8, grows: 8 }, /makes latents of 2 × 2 with 3 channels.*and the config says 4 × 4 with 3: set autoencoder\.downsample to 8 and autoencoder\.latentChannels to 3; patch\.size must then divide 2/],
    ['makes fewer channels', { changes: { 'autoencoder.latentChannels': 4 } }, /with 3 channels .* with 4: set autoencoder\.downsample to 4 and autoencoder\.latentChannels to 3\./],
    ['draws a sample itself', { noisy: true }, /gives other latents each time it is asked, as it draws a sample itself; export one that gives the means/],
    ['comes with a decoder of another size', { grows: 2 }, /The decoder .* makes \[2, 3, 8, 8\] of the encoder's latents; pictures of image\.size 16 are \[B, 3, 16, 16\]/],
  ]
  test.each(refused)('one whose encoder %s is refused in a sentence', async (_, { encoder, changes = {}, ...shape }, sentence) => {
    const { pair } = open({ encoder: encoder ?? testEncoder(shape), decoder: testDecoder(shape), changes })
    await expect(pair.open()).rejects.toThrow(sentence)
  })

  test('files that are gone, or others than before, are refused by their hash', async () => {
    const { folder, config } = open()
    writeFileSync(path.join(folder, 'vae_decoder', 'model.onnx'), testDecoder({ grows: 2 }))
    await expect(new OnnxPair(config).open()).rejects.toThrow(new RegExp(`are others than this run was made with \\(SHA-256 \\w{64} instead of ${config.image.autoencoderSha256}\\)`))
    await expect(new OnnxPair(configOf(temporaryFolder(), 'f'.repeat(64))).open()).rejects.toThrow(/are no longer; it needs vae_encoder.*SHA-256 f{64}/)
  })

  test('has no codes, so a config that needs a codebook refuses it', () => {
    expect(() => configOf('/x', 'f'.repeat(64), { baseline: 'chameleon', 'autoencoder.kind': 'vq' })).toThrow(/names an ONNX encoder and decoder, which have no codebook/)
  })
})

describe('a run on an ONNX pair', () => {
  const trained = { 'data.maxObjects': 1, 'data.jitter': 0, 'data.sequenceLength': 64, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'train.steps': 3, 'train.batch': 2, 'train.evalBatches': 1, 'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 4 }

  test('trains, draws, captions and resumes; its checkpoint names the pair by hash and keeps the scale', async () => {
    const { config, folder } = open({ changes: trained })
    const whole = await trainForTest(config, { autoencoder: folder })
    expect(whole.drawn.map(({ key, pictures }) => [key, pictures.map(({ width }) => width)])).toEqual([['sample', [16, 16]], ['caption', [16, 16]]])
    const first = await trainForTest(config, { autoencoder: folder, stopAt: 2 })
    const second = await trainForTest(config, { resumeFrom: first.last })
    const losses = [first, second].flatMap(({ of }) => of('step')).map(({ metrics }) => metrics['train.loss'])
    expect(losses).toEqual(whole.of('step').map(({ metrics }) => metrics['train.loss']))
    const saved = await loadCheckpoint(whole.last)
    expect(saved.config.image.autoencoderSha256).toBe(config.image.autoencoderSha256)
    expect(Object.keys(saved.tensors).filter((name) => name.startsWith('autoencoder/')).sort()).toEqual(['autoencoder/latentDeviation', 'autoencoder/latentMean'])
    writeFileSync(path.join(folder, 'vae_encoder', 'model.onnx'), 'other')
    await expect(trainForTest(config, { resumeFrom: first.last })).rejects.toThrow(/are others than this run was made with/)
  })

  test('uses the scale that the pair states', async () => {
    const { config } = open({ scale: { scaling_factor: 0.5, shift_factor: 1 }, changes: { ...trained, 'train.steps': 1, 'train.sampleEvery': 0 } })
    const { tensors } = await loadCheckpoint((await trainForTest(config)).last)
    expect([...tensors['autoencoder/latentMean']!.data, ...tensors['autoencoder/latentDeviation']!.data]).toEqual([1, 1, 1, 2, 2, 2])
  })
})
