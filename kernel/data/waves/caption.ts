import type { Random } from '../../random/stream.ts'
import type { Tone } from './vocabulary.ts'

/** Longest caption, in bytes (each is a token). */
export const longestCaption = 48

/** Which of the words that may be left out a caption has. Timbre and pitch are always there. */
export interface Said {
  loudness: boolean
  envelope: boolean
}

const phrasings: readonly ((tone: Tone, extra: string) => string)[] = [
  ({ pitch, timbre }, extra) => `a ${extra}${pitch} ${timbre} wave`,
  ({ pitch, timbre }, extra) => `one ${extra}${pitch} ${timbre} wave`,
  ({ pitch, timbre }, extra) => `a ${extra}${timbre} wave that is ${pitch}`,
  ({ pitch, timbre }, extra) => `${pitch} pitch: a ${extra}${timbre} wave`,
]

/** Every caption that is true of a tone and says this much. */
export const captionsOf = (tone: Tone, { loudness, envelope }: Said): string[] => {
  const extra = `${loudness ? `${tone.loudness} ` : ''}${envelope ? `${tone.envelope} ` : ''}`
  return phrasings.map((write) => write(tone, extra))
}

/** A caption that is true of the tone: names its timbre and pitch, and each of loudness and envelope as often as not. */
export const drawCaption = (tone: Tone, random: Random): string =>
  random.pick(captionsOf(tone, { loudness: random.uniform() < 0.5, envelope: random.uniform() < 0.5 }))
