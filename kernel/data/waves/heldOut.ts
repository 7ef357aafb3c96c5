import { envelopes, loudnesses, pitches, timbres, type Tone } from './vocabulary.ts'

/** The tones that training never sees, and those it does. */
export interface ToneSplit {
  train: readonly Tone[]
  heldOut: readonly Tone[]
}

/**
 * All 72 tones, timbre and pitch by diagonals: any twelve in a row hold each pair of timbre and pitch once, in loudness and
 * envelope by turns.
 */
const order: readonly Tone[] = Array.from({ length: loudnesses.length * envelopes.length }, (_, pass) =>
  pitches.flatMap((_, diagonal) => timbres.map((timbre, i) => ({
    timbre, pitch: pitches[(i + diagonal) % pitches.length]!,
    loudness: loudnesses[(i + diagonal + pass) % loudnesses.length]!, envelope: envelopes[(i + 2 * diagonal + Math.floor(pass / 2)) % envelopes.length]!,
  })))).flat()

/**
 * Holds out a share of the 72 tones, the same for every run; a larger share adds to the smaller one's. At most half go, so
 * every pair of timbre and pitch is still trained on: what is asked of a model is a known sound, louder or softer or
 * with another envelope than it ever had.
 */
export function splitTones(share: number): ToneSplit {
  const count = Math.min(Math.max(Math.round(share * order.length), 1), order.length / 2)
  return { train: order.slice(count), heldOut: order.slice(0, count) }
}
