import { createHash } from 'node:crypto'
import { InputError } from '../../../protocol/errors.ts'
import { Random } from '../../random/stream.ts'
import type { Dataset, Document, Split } from '../document.ts'
import { heldOutSeed } from '../heldOutSeed.ts'
import { waveDocument } from '../segments.ts'
import { drawCaption } from './caption.ts'
import { splitTones } from './heldOut.ts'
import { plainSound, renderSound, type Sound } from './render.ts'
import { frequencyOf, type Tone } from './vocabulary.ts'

export interface WavesOptions {
  samples: number
  rate: number
  jitter: number
  heldOut: number
}

/** Counts up whenever the same options would give other documents. */
const version = 1

/** Periods of the lowest tone that a wave has at least, and samples of a period of the highest. */
const leastPeriods = 4, leastPeriod = 8

/** Captioned waves without end. A held-out wave is a tone that no training wave is. */
export function openWaves({ samples, rate, jitter, heldOut }: WavesOptions, seed: number): Dataset {
  refuseTooShort(samples, rate)
  const tones = splitTones(heldOut)

  function document(split: Split, index: number): Document {
    const train = split === 'train'
    const random = new Random({ seed: train ? seed : heldOutSeed, stream: 'content', step: index, index: train ? 0 : 1 })
    const tone = random.pick(train ? tones.train : tones.heldOut)
    const caption = drawCaption(tone, random)
    return waveDocument(caption, { rate, samples: renderSound(drawSound(tone, jitter, random), samples, rate) })
  }

  return {
    name: 'waves',
    size: () => Infinity,
    document,
    sha256: createHash('sha256').update(JSON.stringify({ name: 'waves', version, samples, rate, jitter, heldOut, seed })).digest('hex'),
    problems: [],
  }
}

/** Largest change of frequency, as a share; of amplitude likewise. */
const spread = { frequency: 0.06, amplitude: 0.1 }

/** Exact numbers for a tone. @param jitter 1: frequency, amplitude and phase at random; 0: those of its words, phase 0 */
export function drawSound(tone: Tone, jitter: number, random: Random): Sound {
  const plain = plainSound(tone)
  const around = (share: number): number => 1 + jitter * share * (2 * random.uniform() - 1)
  return { ...plain, frequency: plain.frequency * around(spread.frequency), amplitude: plain.amplitude * around(spread.amplitude), phase: jitter * random.uniform() }
}

function refuseTooShort(samples: number, rate: number): void {
  const { low, high } = frequencyOf
  if (rate < leastPeriod * high) throw new InputError(`waves.rate is ${rate} Hz, too low for the tones of the waves dataset; set it to ${leastPeriod * high} or more.`)
  const least = Math.ceil((leastPeriods * rate) / low)
  if (samples < least) throw new InputError(`waves.samples is ${samples}, too few for the low tones of the waves dataset at ${rate} Hz; set it to ${least} or more.`)
}
