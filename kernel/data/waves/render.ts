import { amplitudeOf, frequencyOf, quietEnd, type Envelope, type Timbre, type Tone } from './vocabulary.ts'

/** A tone with its exact numbers. */
export interface Sound extends Tone {
  /** Hz. */
  frequency: number
  /** Largest value at the loudest place. */
  amplitude: number
  /** Where in its period it starts, 0 … 1. */
  phase: number
}

/** The tone as its words say, with nothing left to chance. */
export const plainSound = (tone: Tone): Sound => ({ ...tone, frequency: frequencyOf[tone.pitch], amplitude: amplitudeOf[tone.loudness], phase: 0 })

/** One period of each timbre, at phase u in 0 … 1. */
const period: Record<Timbre, (u: number) => number> = {
  sine: (u) => Math.sin(2 * Math.PI * u),
  square: (u) => (u < 0.5 ? 1 : -1),
  triangle: (u) => 1 - 4 * Math.abs(((u + 0.25) % 1) - 0.5),
  saw: (u) => 2 * ((u + 0.5) % 1) - 1,
}

/** How loud an envelope is, as a share of its loudest, at place s in 0 … 1 of the wave. */
const level: Record<Envelope, (s: number) => number> = {
  steady: () => 1,
  fading: (s) => 1 - (1 - quietEnd) * s,
  swelling: (s) => quietEnd + (1 - quietEnd) * s,
}

/** Values that one sample is the mean of: overtones above half the rate would come back as other tones. */
const oversampling = 8

/** Draws a sound as `samples` values of −1 … 1 at `rate` Hz. */
export function renderSound({ timbre, envelope, frequency, amplitude, phase }: Sound, samples: number, rate: number): Float32Array {
  const wave = new Float32Array(samples)
  for (let i = 0; i < samples; i++) {
    let sum = 0
    for (let j = 0; j < oversampling; j++) sum += period[timbre]((phase + (frequency * (i + (j + 0.5) / oversampling)) / rate) % 1)
    wave[i] = (amplitude * level[envelope]((i + 0.5) / samples) * sum) / oversampling
  }
  return wave
}
