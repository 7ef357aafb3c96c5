import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { captionedWave } from '../segments.ts'
import { encodeWav } from '../waves/wav.ts'
import { openWavFolder } from './dataset.ts'

const options = { samples: 8, rate: 8000, heldOut: 0.3, seed: 0 }
let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'lab-wavs-'))
})
const put = (name: string, value: number) => writeFile(join(root, name), encodeWav({ rate: 8000, samples: new Float32Array(4).fill(value) }))

test('each captioned file is a document, at the length of the config; what cannot be used is listed', async () => {
  await put('a.wav', 0.25)
  await writeFile(join(root, 'a.txt'), 'a quiet thing\n')
  await put('b.wav', 0.5)
  await writeFile(join(root, 'metadata.csv'), 'file_name,text\nb.wav,a louder thing\n')
  await put('c.wav', 0.5)
  await writeFile(join(root, 'd.wav'), 'no sound')
  await writeFile(join(root, 'd.txt'), 'broken')
  const dataset = await openWavFolder(root, options)
  const pairs = (['train', 'heldOut'] as const).flatMap((split) => Array.from({ length: dataset.size(split) }, (_, i) => captionedWave(dataset.document(split, i))!))
  expect(pairs.map(({ text, wave }) => [text, [...wave.samples]]).sort()).toEqual([['a louder thing', [0.5, 0.5, 0.5, 0.5, 0, 0, 0, 0]], ['a quiet thing', [0.25, 0.25, 0.25, 0.25, 0, 0, 0, 0]]])
  expect(dataset.problems.map(({ file, reason }) => [file, reason])).toEqual([
    ['c.wav', 'it has no caption: neither c.txt beside it nor a row in a metadata file'], ['d.wav', 'it is no RIFF WAVE file'],
  ])
})

test('an empty result and a file in place of a folder are each one clear sentence', async () => {
  await expect(openWavFolder(root, options)).rejects.toThrow(/^No captioned wave was found in .*: it needs WAV files .*\.$/)
  await put('a.wav', 0)
  await expect(openWavFolder(root, options)).rejects.toThrow('1 could not be used, the first being a.wav, because it has no caption')
  await expect(openWavFolder(join(root, 'a.wav'), options)).rejects.toThrow('is a file; the dataset wavFolder needs a folder of captioned WAV files.')
})
