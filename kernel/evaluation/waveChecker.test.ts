import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allTones, frequencyOf, type Tone } from '../data/waves/vocabulary.ts'
import { drawSound } from '../data/waves/dataset.ts'
import { plainSound, renderSound } from '../data/waves/render.ts'
import { Random } from '../random/stream.ts'
import { checkWave } from './waveChecker.ts'

const samples = 1024, rate = 8000
const words = (heard: ReturnType<typeof checkWave>) => heard && { timbre: heard.timbre, pitch: heard.pitch, loudness: heard.loudness, envelope: heard.envelope }

describe('the wave checker', () => {
  test.each(allTones.map((tone) => [Object.values(tone).join(' '), tone] as const))('hears what was rendered: %s', (_, tone) => {
    expect(words(checkWave({ rate, samples: renderSound(plainSound(tone), samples, rate) }))).toEqual(tone)
  })

  test('does so at any frequency, phase and amplitude that the dataset draws, and under noise of a tenth of the soft amplitude', () => {
    fc.assert(fc.property(fc.constantFrom(...allTones), fc.nat(1000), (tone: Tone, seed) => {
      const random = new Random({ seed, stream: 'content' })
      const sound = drawSound(tone, 1, random)
      const wave = renderSound(sound, samples, rate).map((value) => value + 0.03 * random.normal())
      const heard = checkWave({ rate, samples: wave })
      expect(words(heard)).toEqual(tone)
      expect(Math.abs(heard!.frequency / sound.frequency - 1)).toBeLessThan(0.01)
    }), { numRuns: 200 })
  })

  test('hears nothing in noise or silence, and no pitch word between two of them', () => {
    expect(checkWave({ rate, samples: new Float32Array(samples) })).toBeNull()
    for (let seed = 0; seed < 20; seed++) expect(checkWave({ rate, samples: new Random({ seed, stream: 'noise' }).fillNormal(new Float32Array(samples)) })).toBeNull()
    const tone: Tone = { timbre: 'sine', pitch: 'low', loudness: 'loud', envelope: 'steady' }
    expect(checkWave({ rate, samples: renderSound({ ...plainSound(tone), frequency: frequencyOf.low * 0.6 }, samples, rate) })?.pitch).toBeNull()
  })
})
