import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { openDataset } from '../data/open.ts'
import { TrainingBatches } from './batches.ts'

/**
 * SHA-256 of the first batches of a run, made when a document held at most one picture. Runs resume from checkpoints that
 * were trained on these bytes, and runs that are compared must have seen the same ones.
 */
const known: [string, Record<string, unknown>, string][] = [
  ['captioned pictures, packed', { preset: 'nano', 'train.batch': 4 }, '20 26ccd87fd3cb36d5d74f48f12d3a154e8a5e5b4b93b02b4f9cf32da696d63600'],
  ['one document in a sequence, under a mask that reads noise', { preset: 'nano', 'train.batch': 4, 'data.packing': false, mask: 'noisyImagesHidden' }, '12 d4cb5533e3fe4f0a4567c5a5561c85ee8c75a0b2748daf760dd889da7a31f2d2'],
  ['the text of documents alone', { preset: 'nano', 'train.batch': 4, baseline: 'textOnly' }, '55 dee6e4a13bc83b2560b15a4d762cbf2dd94beb8f8d82e6eb60e765c28930f29f'],
  ['images alone', { preset: 'nano', 'train.batch': 4, baseline: 'imageOnly' }, '36 ee9fbcb98427f0f2ac7aad1f8e045b288e2788d3581caa7ac8ca814ff1984442'],
  ['captions that are cut', { preset: 'nano', 'train.batch': 4, 'data.sequenceLength': 50, 'data.maxObjects': 3 }, '12 49d09a9e3a8e4cae81c8f6143bb56cb8adbcd20c3c1aa5d2897f421576aeca2c'],
]

test.each(known)('the batches of a run are the bytes that they always were: %s', async (_, input, sha256) => {
  const config = parseConfig(input)
  const batches = new TrainingBatches(config, await openDataset(config), 0)
  const hash = createHash('sha256')
  for (let step = 0; step < 3; step++) {
    for (const [name, { buffer, byteOffset, byteLength }] of Object.entries((await batches.next()).inputs).sort(([a], [b]) => (a < b ? -1 : 1))) hash.update(name).update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  expect(`${batches.cursor} ${hash.digest('hex')}`).toBe(sha256)
})
