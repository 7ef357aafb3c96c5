/** Tokens that are no byte of text. */
export const specials = { endOfText: 256, beginImage: 257, endImage: 258, padding: 259 } as const

/** Tokens around a wave; only models with waves have them, after all others. */
export const waveSpecials = { beginWave: 260, endWave: 261 } as const

/** What stands before and after the patches of an item. */
export const itemTokens = {
  image: { begin: specials.beginImage, end: specials.endImage },
  wave: { begin: waveSpecials.beginWave, end: waveSpecials.endWave },
} as const

/** Token ids: 256 bytes and 4 specials. */
export const vocabularySize = 260

const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** The UTF-8 bytes of a text as token ids; adds no special token. */
export function encode(text: string): number[] {
  return Array.from(encoder.encode(text))
}

/** The text of token ids: specials are left out, bytes that are no valid UTF-8 become U+FFFD. */
export function decode(ids: ArrayLike<number>): string {
  const bytes: number[] = []
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!
    if (!Number.isInteger(id) || id < 0 || id > waveSpecials.endWave) throw new Error(`token id ${id} is outside 0 … ${waveSpecials.endWave}`)
    if (id < 256) bytes.push(id)
  }
  return decoder.decode(Uint8Array.from(bytes))
}
