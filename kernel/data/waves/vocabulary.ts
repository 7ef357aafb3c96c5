/** Timbres that their overtones tell apart. */
export const timbres = ['sine', 'square', 'triangle', 'saw'] as const
export type Timbre = (typeof timbres)[number]

export const pitches = ['low', 'mid', 'high'] as const
export type Pitch = (typeof pitches)[number]

export const loudnesses = ['soft', 'loud'] as const
export type Loudness = (typeof loudnesses)[number]

export const envelopes = ['steady', 'fading', 'swelling'] as const
export type Envelope = (typeof envelopes)[number]

/** Frequency of a pitch word, Hz: octaves apart. */
export const frequencyOf: Record<Pitch, number> = { low: 125, mid: 250, high: 500 }

/** Largest value of a wave at the loudest place of its envelope. */
export const amplitudeOf: Record<Loudness, number> = { soft: 0.3, loud: 0.9 }

/** What the envelope leaves at its quiet end. */
export const quietEnd = 0.1

/** The word for a frequency: the nearest on a scale of octaves. Null where it is more than half an octave from all. */
export function pitchOf(frequency: number): Pitch | null {
  return pitches.find((pitch) => Math.abs(Math.log2(frequency / frequencyOf[pitch])) < 0.5) ?? null
}

/** The word for an amplitude. */
export const loudnessOf = (amplitude: number): Loudness => (amplitude < Math.sqrt(amplitudeOf.soft * amplitudeOf.loud) ? 'soft' : 'loud')

/** What the held-out split keeps apart. */
export interface Tone {
  timbre: Timbre
  pitch: Pitch
  loudness: Loudness
  envelope: Envelope
}

export const allTones: readonly Tone[] = timbres.flatMap((timbre) =>
  pitches.flatMap((pitch) => loudnesses.flatMap((loudness) => envelopes.map((envelope) => ({ timbre, pitch, loudness, envelope })))))
