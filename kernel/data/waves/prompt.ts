import { envelopes, loudnesses, pitches, timbres, type Envelope, type Loudness, type Pitch, type Timbre } from './vocabulary.ts'

/** What a caption asks of a wave; null where it says nothing. */
export interface AskedTone {
  timbre: Timbre
  pitch: Pitch
  loudness: Loudness | null
  envelope: Envelope | null
}

/** Reads a prompt. Null where it names no timbre or no pitch, or two of a kind. */
export function toneOfPrompt(text: string): AskedTone | null {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  const found = <Word extends string>(known: readonly Word[]): Word[] => known.filter((word) => words.some((other) => other === word))
  const [timbre, pitch, loudness, envelope] = [found(timbres), found(pitches), found(loudnesses), found(envelopes)]
  if (timbre.length !== 1 || pitch.length !== 1 || loudness.length > 1 || envelope.length > 1) return null
  return { timbre: timbre[0]!, pitch: pitch[0]!, loudness: loudness[0] ?? null, envelope: envelope[0] ?? null }
}
