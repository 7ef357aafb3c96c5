import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { browseDataset } from './browse.ts'

const nothing = (): void => {}

test('documents of a folder with their captions, counts and the files that cannot be used', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lab-browse-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } }).png().toBuffer()
  for (const n of [1, 2, 3, 4]) {
    await writeFile(join(folder, `${n}.png`), n === 4 ? 'no picture' : png)
    await writeFile(join(folder, `${n}.txt`), `caption ${n}`)
  }
  const config = parseConfig({ data: { name: 'folder', path: folder, heldOut: 0.3, sequenceLength: 64 }, image: { size: 8 }, patch: { size: 4 } })
  const train = await browseDataset({ config, split: 'train', from: 0, count: 10 }, nothing)
  const heldOut = await browseDataset({ config, split: 'heldOut', from: 0, count: 10 }, nothing)
  expect([train.sizes.train! + train.sizes.heldOut!, train.documents.length, heldOut.documents.length]).toEqual([3, train.sizes.train, train.sizes.heldOut])
  const captions = [...train.documents, ...heldOut.documents].map(({ parts }) => parts.map((part) => (part.kind === 'text' ? part.text : `${part.kind} ${part.width} × ${part.height}`)))
  expect(captions.sort()).toEqual([1, 2, 3].map((n) => [`caption ${n}`, 'image 8 × 8']))
  expect(train.documents[0]).toMatchObject({ index: 0, tokens: 9 + 3, patches: 4, cut: false })
  expect([train.problemCount, train.problems.map(({ file }) => file)]).toEqual([1, ['4.png']])
  expect((await browseDataset({ config, split: 'train', from: train.sizes.train!, count: 5 }, nothing)).documents).toEqual([])
})

test('scenes are made up for as long as they are asked for, and what does not fit is said', async () => {
  const config = parseConfig({ preset: 'nano', data: { sequenceLength: 44 } })
  const page = await browseDataset({ config, split: 'train', from: 1000, count: 3 }, nothing)
  expect(page.sizes).toEqual({ train: null, heldOut: null })
  expect(page.documents.map(({ index, patches, cut }) => [index, patches, cut])).toEqual([1000, 1001, 1002].map((index) => [index, 36, true]))
})
