import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { latentCacheStart } from '../../protocol/latentCache.ts'
import type { Dataset, Picture } from '../data/document.ts'
import { pictureDocument } from '../data/segments.ts'
import type { Engine } from '../engine/engine.ts'
import { disk } from '../files/disk.ts'
import type { PictureCoder } from './coder.ts'
import { cacheHeader, StoppedWhileEncoding, withLatentCache, type CacheOptions } from './latentCache.ts'
import { tinyAutoencoder } from './testAutoencoder.ts'
import { temporaryFolder, trainForTest } from './testRun.ts'

const config = parseConfig({ 'image.size': 16, 'image.latents': 'vae', autoencoder: { downsample: 4, latentChannels: 3 }, 'patch.size': 2 })
const pictures = Array.from({ length: 70 }, (_, i): Picture => ({ width: 16, height: 16, pixels: new Uint8Array(16 * 16 * 3).fill(i) }))
const dataset: Dataset = { name: 'folder', sha256: 'a'.repeat(64), problems: [], pictures, size: () => 70, document: (_, index) => pictureDocument('', pictures[index % 70]!) }
const record: Engine['record'] = { engine: 'cpu', provider: '', adapter: '', threads: 1, versions: { node: '24' } }
const engine = { record }

/** Writes a picture's first pixel into all its latents, and counts what it is asked. */
const countingCoder = () => {
  let encoded = 0
  const coder: PictureCoder = {
    open: async () => {},
    statedScale: async () => null,
    latents: async (asked) => {
      encoded += asked.length
      return asked.map((picture) => new Float32Array(4 * 4 * 3).fill(picture.pixels[0]! / 7))
    },
    codes: () => Promise.reject(new Error('no codes')),
    decode: () => Promise.reject(new Error('not asked')),
    decodeCodes: () => Promise.reject(new Error('not asked')),
    dispose: async () => {},
  }
  return { coder, encoded: () => encoded }
}

describe('the latent cache', () => {
  let folder = ''
  let said: string[] = []
  beforeEach(() => {
    folder = path.join(temporaryFolder(), 'cache', 'latents')
    said = []
  })
  const options = (changes: Partial<CacheOptions> = {}): CacheOptions =>
    ({ config, dataset, engine, encoder: 'b'.repeat(64), folder, onProgress: () => {}, onRemark: (text) => said.push(text), stopping: () => false, ...changes })
  /** What the coder behind the cache gives for all pictures, and how many it had to encode. */
  const through = async (changes: Partial<CacheOptions> = {}) => {
    const { coder, encoded } = countingCoder()
    const cached = await withLatentCache(coder, options(changes))
    const latents = await cached.latents([...pictures].reverse())
    await cached.dispose()
    return { first: latents.map((values) => [...new Set(values)]), encoded: encoded() }
  }
  const right = [...pictures].reverse().map(({ pixels }) => [Math.fround(pixels[0]! / 7)])
  const onlyFile = async (): Promise<string> => path.join(folder, (await readdir(folder)).filter((name) => name.endsWith('.latents'))[0]!)

  test('encodes each picture once: the second run reads all of them, and gives the same numbers', async () => {
    expect(await through()).toEqual({ first: right, encoded: 70 })
    const { mtimeMs } = await stat(await onlyFile())
    expect(await through()).toEqual({ first: right, encoded: 0 })
    expect((await stat(await onlyFile())).mtimeMs).toBe(mtimeMs)
    expect(await readdir(folder)).toHaveLength(1)
  })

  test('another dataset, encoder, engine or picture size has a file of its own', async () => {
    await through()
    for (const other of [{ dataset: { ...dataset, sha256: 'c'.repeat(64) } }, { encoder: 'd'.repeat(64) }, { engine: { record: { ...record, engine: 'webgpu' } } }]) expect((await through(other)).encoded).toBe(70)
    expect(await readdir(folder)).toHaveLength(4)
  })

  test('pictures that it does not hold are encoded, in their places', async () => {
    const { coder } = countingCoder()
    const cached = await withLatentCache(coder, options())
    const other: Picture = { width: 16, height: 16, pixels: new Uint8Array(16 * 16 * 3).fill(210) }
    expect((await cached.latents([pictures[7]!, other, pictures[0]!])).map(([value]) => value)).toEqual([1, 30, 0])
    await cached.dispose()
  })

  const spoil: [string, RegExp, (bytes: Buffer) => Buffer | string][] = [
    ['a byte changed', /its bytes are not those that were written; it was put aside as \w+\.latents\.damaged and is made anew/, (bytes) => (bytes.writeUInt8(bytes[2000]! ^ 1, 2000), bytes)],
    ['cut short', /it has \d+ bytes where \d+ belong/, (bytes) => bytes.subarray(0, bytes.length - 9)],
    ['cut in its header', /its header is cut off/, (bytes) => bytes.subarray(0, 60)],
    ['empty', /it is no latent cache/, () => ''],
    ['of something else', /it is no latent cache, or one of another version/, () => 'PNG and so on'],
    ['of another dataset', /it is of another dataset, encoder or picture size/, () => latentCacheStart({ ...cacheHeader({ config, dataset, engine, encoder: 'e'.repeat(64) }) })],
    ['with a header of other fields', /its header cannot be read/, (bytes) => bytes.toString('latin1').replace('"count"', '"other"')],
  ]
  test.each(spoil)('a file that is %s is put aside with a sentence, and made anew', async (_, sentence, change) => {
    await through()
    const file = await onlyFile()
    await writeFile(file, change(await readFile(file)))
    said = []
    expect(await through()).toEqual({ first: right, encoded: 70 })
    expect(said[0]).toMatch(sentence)
    expect((await readdir(folder)).sort()).toEqual([path.basename(file), `${path.basename(file)}.damaged`])
    expect(await through()).toEqual({ first: right, encoded: 0 })
  })

  test('where it cannot be written, pictures are encoded as they come, and that is said', async () => {
    const file = path.join(temporaryFolder(), 'a file')
    await writeFile(file, '')
    expect(await through({ folder: path.join(file, 'cache') })).toEqual({ first: right, encoded: 70 })
    expect(said).toEqual([expect.stringMatching(/^Pictures are encoded anew at every step, as the latent cache in .* cannot be written/)])
    expect(await through({ on: { ...disk, freeBytes: async () => 0 } })).toEqual({ first: right, encoded: 70 })
    expect(said.at(-1)).toMatch(/The latent cache needs .* GB free/)
  })

  test('a run that is stopped while it encodes leaves nothing behind', async () => {
    let asked = 0
    await expect(through({ stopping: () => ++asked === 2 })).rejects.toThrow(StoppedWhileEncoding)
    expect(await readdir(folder)).toEqual([])
  })

  test('pictures that are made up as needed are not kept', async () => {
    const { coder } = countingCoder()
    expect(await withLatentCache(coder, options({ dataset: { ...dataset, pictures: [] } }))).toBe(coder)
  })
})

describe('a run with a latent cache', () => {
  let root = ''
  const checkpoints: Record<'vae' | 'vq', string> = { vae: '', vq: '' }
  beforeAll(async () => {
    root = temporaryFolder()
    await mkdir(path.join(root, 'data'))
    for (let i = 0; i < 12; i++) {
      await writeFile(path.join(root, 'data', `${i}.png`), await sharp({ create: { width: 16, height: 16, channels: 3, background: { r: 20 * i, g: 250 - 20 * i, b: 99 } } }).png().toBuffer())
      await writeFile(path.join(root, 'data', `${i}.txt`), `number ${i}`)
    }
    for (const kind of ['vae', 'vq'] as const) checkpoints[kind] = (await trainForTest(tinyAutoencoder(kind, { 'train.steps': 1, 'train.sampleEvery': 0, 'train.evalEvery': 0 }))).last
  })

  test.each([['vae', { 'image.latents': 'vae' }], ['vq', { 'image.latents': 'vq' }], ['vq', { baseline: 'chameleon' }]] as const)('%s, %j: the same losses as without, for two seeds from one file', async (kind, changes) => {
    const latentCache = path.join(root, `cache ${JSON.stringify(changes)}`)
    const losses = async (seed: number, given: { latentCache?: string }) => {
      const run = await trainForTest(parseConfig({
        'data.name': 'folder', 'data.path': path.join(root, 'data'), 'data.heldOut': 0.3, 'data.sequenceLength': 64, 'image.size': 16, 'patch.size': 2, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2,
        autoencoder: tinyAutoencoder(kind).autoencoder, 'train.steps': 3, 'train.batch': 2, 'train.evalBatches': 1, 'train.sampleEvery': 0, 'train.seed': seed, 'sample.steps': 2, 'sample.count': 1, 'sample.captionLength': 2, 'engine.threads': 1, ...changes,
      }), { autoencoder: checkpoints[kind], ...given })
      return { losses: run.of('step').map(({ metrics }) => metrics['train.loss']), held: run.of('evaluation').map(({ metrics }) => metrics), encoded: run.of('preparing').some(({ stage }) => stage.startsWith('encoding')) }
    }
    for (const seed of [0, 1]) {
      const plain = await losses(seed, {}), cached = await losses(seed, { latentCache })
      expect({ ...cached, encoded: false }).toEqual(plain)
      expect(cached.encoded).toBe(seed === 0)
    }
    expect(await readdir(latentCache)).toHaveLength(1)
  })
})
