import type { Wave } from '../data/document.ts'
import { loudnessOf, pitchOf, timbres, type Envelope, type Loudness, type Pitch, type Timbre } from '../data/waves/vocabulary.ts'
import { findPeriod } from './wavePeriod.ts'

/** What the checker hears in a wave; null where it hears no tone. */
export interface HeardTone {
  timbre: Timbre
  /** Null between the words' frequencies. */
  pitch: Pitch | null
  loudness: Loudness
  envelope: Envelope
  /** Hz. */
  frequency: number
  /** How alike the periods are, 0 … 1: 1 for a tone, about 0 for noise. */
  clarity: number
}

/** Below this there is no tone. */
const leastClarity = 0.6

/** Overtones 2 and 3 as shares of the fundamental (Fourier series). */
const overtones: Record<Timbre, readonly [number, number]> = { sine: [0, 0], square: [0, 1 / 3], triangle: [0, 1 / 9], saw: [1 / 2, 1 / 3] }

/** Largest value of a timbre by its root mean square. */
const crest: Record<Timbre, number> = { sine: Math.SQRT2, square: 1, triangle: Math.sqrt(3), saw: Math.sqrt(3) }

/** Reads a wave by rules, without knowing what was asked for: its period, its overtones, and how its loudness runs. */
export function checkWave({ samples, rate }: Wave): HeardTone | null {
  const { period, clarity } = findPeriod(samples, rate)
  if (clarity < leastClarity) return null
  const at = (n: number): number => strength(samples, n / period)
  const [first, second, third] = [at(1), at(2), at(3)]
  const distance = (timbre: Timbre): number => Math.hypot(second / first - overtones[timbre][0], third / first - overtones[timbre][1])
  const timbre = timbres.reduce((best, other) => (distance(other) < distance(best) ? other : best))
  const parts = loudnessOfParts(samples)
  const frequency = rate / period
  return {
    timbre, frequency, clarity, pitch: pitchOf(frequency), envelope: envelopeOf(parts),
    loudness: loudnessOf(Math.max(...parts) * crest[timbre]),
  }
}

/** Size of a frequency (cycles a sample) under a Hann window. */
function strength(samples: Float32Array, frequency: number): number {
  let re = 0, im = 0
  for (let i = 0; i < samples.length; i++) {
    const value = samples[i]! * (1 - Math.cos((2 * Math.PI * (i + 0.5)) / samples.length))
    re += value * Math.cos(2 * Math.PI * frequency * i)
    im += value * Math.sin(2 * Math.PI * frequency * i)
  }
  return Math.hypot(re, im)
}

/** Root mean square of each eighth of a wave. */
function loudnessOfParts(samples: Float32Array): number[] {
  const parts = 8
  return Array.from({ length: parts }, (_, part) => {
    const own = samples.subarray(Math.floor((part * samples.length) / parts), Math.floor(((part + 1) * samples.length) / parts))
    return Math.sqrt(own.reduce((sum, value) => sum + value ** 2, 0) / own.length)
  })
}

/** A wave fades or swells where its loudness changes by half or more between its first and its last quarter. */
function envelopeOf(parts: readonly number[]): Envelope {
  const start = parts[0]! + parts[1]!, end = parts[6]! + parts[7]!
  return end < start / 2 ? 'fading' : start < end / 2 ? 'swelling' : 'steady'
}
