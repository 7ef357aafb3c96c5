import { expect, test } from 'vitest'
import { InputError } from '../../../protocol/errors.ts'
import { checkWave } from '../../evaluation/waveChecker.ts'
import { captionedWave } from '../segments.ts'
import type { Split } from '../document.ts'
import { longestCaption } from './caption.ts'
import { openWaves } from './dataset.ts'
import { splitTones } from './heldOut.ts'
import { toneOfPrompt } from './prompt.ts'
import { wavePrompts } from './prompts.ts'
import { allTones, pitches, timbres } from './vocabulary.ts'

const options = { samples: 1024, rate: 8000, jitter: 1, heldOut: 0.1 }
const dataset = openWaves(options, 3)
const pair = (split: Split, index: number) => captionedWave(dataset.document(split, index))!

test('a document is a function of split and index; training ones follow the seed, held-out ones do not', () => {
  const other = openWaves(options, 4)
  for (const index of [5, 0, 1_000_000, 5]) expect(pair('train', index)).toEqual(captionedWave(openWaves(options, 3).document('train', index)))
  expect(captionedWave(other.document('train', 0))).not.toEqual(pair('train', 0))
  expect(captionedWave(other.document('heldOut', 0))).toEqual(pair('heldOut', 0))
  expect(other.sha256).not.toBe(dataset.sha256)
})

test('every caption is true of its wave, as the checker hears it, short, and read back as it was meant', () => {
  for (const split of ['train', 'heldOut'] as const) for (let index = 0; index < 100; index++) {
    const { text, wave } = pair(split, index)
    const said = toneOfPrompt(text), heard = checkWave(wave)
    expect(text.length).toBeLessThanOrEqual(longestCaption)
    expect(said, text).not.toBeNull()
    for (const word of ['timbre', 'pitch', 'loudness', 'envelope'] as const) if (said![word] !== null) expect(heard?.[word], text).toBe(said![word])
  }
})

test('held-out tones are in no training document, and every pair of timbre and pitch is trained on', () => {
  const words = (tone: object): string => Object.values(tone).join(' ')
  for (const share of [0.01, 0.1, 0.5]) {
    const { train, heldOut } = splitTones(share)
    expect(new Set([...train, ...heldOut].map(words)).size).toBe(allTones.length)
    expect(heldOut).toHaveLength(Math.max(1, Math.round(share * allTones.length)))
    expect(new Set(train.map(({ timbre, pitch }) => `${timbre} ${pitch}`)).size).toBe(timbres.length * pitches.length)
  }
  const trained = new Set(splitTones(0.1).train.map(words))
  for (const prompt of wavePrompts(40)) expect(trained.has(words(toneOfPrompt(prompt)!)), prompt).toBe(false)
})

test('without jitter a tone has one wave only', () => {
  const plain = openWaves({ ...options, jitter: 0 }, 3)
  const waves = new Set(Array.from({ length: 300 }, (_, i) => Buffer.from(captionedWave(plain.document('train', i))!.wave.samples.buffer).toString('base64')))
  expect(waves.size).toBeLessThanOrEqual(splitTones(0.1).train.length)
})

test('a wave that is too short or too coarse for the tones is refused in one sentence', () => {
  expect(() => openWaves({ ...options, samples: 128 }, 0)).toThrow(new InputError('waves.samples is 128, too few for the low tones of the waves dataset at 8000 Hz; set it to 256 or more.'))
  expect(() => openWaves({ ...options, rate: 2000 }, 0)).toThrow(new InputError('waves.rate is 2000 Hz, too low for the tones of the waves dataset; set it to 4000 or more.'))
})
