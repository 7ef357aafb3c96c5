import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { answerRequest } from '../answers.ts'
import { temporaryFolder, trainForTest } from '../autoencoder/testRun.ts'
import { openDataset } from '../data/open.ts'

describe('a run on pictures of several sizes', () => {
  const folder = path.join(temporaryFolder(), 'pictures')
  const config = parseConfig({
    'data.name': 'folder', 'data.path': folder, 'data.heldOut': 0.3, 'data.sequenceLength': 48, 'image.size': 16, 'image.buckets': ['24x8', '8x24'], 'patch.size': 4, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2,
    'model.patchPositions': 'learned', 'train.steps': 3, 'train.batch': 3, 'train.evalBatches': 2, 'train.checkpointEvery': 2, 'sample.steps': 2, 'sample.count': 4, 'sample.captionLength': 4, 'engine.threads': 1,
  })
  beforeAll(async () => {
    mkdirSync(folder)
    const sizes = [[40, 40], [90, 30], [20, 70], [33, 30]] as const
    for (let i = 0; i < 16; i++) {
      const [width, height] = sizes[i % 4]!
      writeFileSync(path.join(folder, `${i}.png`), await sharp({ create: { width, height, channels: 3, background: { r: 15 * i, g: 90, b: 250 - 15 * i } } }).png().toBuffer())
      writeFileSync(path.join(folder, `${i}.txt`), `picture ${i}`)
    }
  })

  test('each picture goes to the bucket of the nearest shape', async () => {
    const dataset = await openDataset(config)
    const sizes = dataset.pictures!.map(({ width, height }) => `${width}x${height}`)
    expect(Object.groupBy(sizes, (size) => size)).toEqual({ '16x16': Array(8).fill('16x16'), '24x8': Array(4).fill('24x8'), '8x24': Array(4).fill('8x24') })
  })

  test('trains, evaluates, draws, captions pictures of every size, and resumes exactly', async () => {
    const whole = await trainForTest(config)
    const first = await trainForTest(config, { stopAt: 2 })
    const second = await trainForTest(config, { resumeFrom: first.last })
    expect([first, second].flatMap(({ of }) => of('step')).map(({ metrics }) => metrics['train.loss'])).toEqual(whole.of('step').map(({ metrics }) => metrics['train.loss']))
    const { metrics } = whole.of('evaluation').at(-1)!
    expect(metrics['eval.epsilonMse']).toBeGreaterThan(0)
    expect(Object.keys(metrics).filter((key) => key.startsWith('eval.raster'))).toEqual([])
    const captioned = whole.drawn.find(({ key }) => key === 'caption')!.pictures.map(({ width, height }) => `${width}x${height}`)
    expect(new Set(captioned).size).toBeGreaterThan(1)

    const sample = (size?: string) => answerRequest({ type: 'sample', id: 1, checkpoint: whole.last, request: { prompts: ['picture 1', 'picture'], seed: 0, ...(size === undefined ? {} : { size }) } }, { onProgress: () => {}, onPart: () => {}, signal: new AbortController().signal })
    const sizesOf = async (size?: string): Promise<string[]> => {
      const answer = await sample(size)
      return answer.type === 'sampled' ? answer.pictures.map(({ width, height }) => `${width}x${height}`) : []
    }
    expect(await sizesOf('24x8')).toEqual(['24x8', '24x8'])
    expect(await sizesOf('8 × 24')).toEqual(['8x24', '8x24'])
    expect(await sizesOf()).toEqual(['16x16', '16x16'])
    await expect(sample('32x32')).rejects.toThrow('The size "32x32" is none that this model was trained on; it has 16x16, 24x8, 8x24 (image.size and image.buckets).')
    await expect(sample('wide')).rejects.toThrow(/The size "wide" is none/)
  })
})
