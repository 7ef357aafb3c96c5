import { specials } from '../data/tokenizer.ts'
import type { Passage } from './reading/passage.ts'

/** Whoever continues passages: a model, or a script in tests. Passages are spoken of by their number, `row`. */
export interface Speaker {
  /** The next token of each of the passages `rows`. @param forbidden tokens that cannot come next in a passage */
  nextTokens(rows: readonly number[], forbidden: (row: number) => readonly number[]): Promise<number[]>
  /** Puts the `patches` elements of a new image at the end of each of the passages `rows`, drawn and clean. */
  drawImages(rows: readonly number[]): Promise<void>
}

export interface InterleaveOptions {
  /** Elements n of one image, without the tokens around it. */
  patches: number
  /** Most elements to add to a passage: tokens and patches alike. */
  budget: (row: number) => number
  /** What ⟨BOI⟩ does: an image comes (the default), the passage ends, or it cannot be said. An image that a passage already asks for always comes. */
  images?: 'come' | 'end' | 'never'
}

export type Ended = 'endOfText' | 'budget'

/** What may not be said in text mode: EOI is written by this loop alone, and padding by no one. */
const neverSaid: readonly number[] = [specials.endImage, specials.padding]
const neverNow: readonly number[] = [...neverSaid, specials.beginImage]

/**
 * The decoding of §3, "Inference": text token by token; on ⟨BOI⟩ n patches are appended and denoised in place, then
 * ⟨EOI⟩, then text again, any number of times. A passage that ends with ⟨BOI⟩ begins with an image. It ends at ⟨end of
 * text⟩, which is not appended, or when the budget is spent; ⟨BOI⟩ is forbidden where patches and ⟨EOI⟩ would not fit, so
 * that no image is left without its end.
 *
 * Passages go on together, as far as each is in the same mode: all that write, then all that wait to be drawn.
 * @param passages continued in place
 * @returns why each ended
 * @throws when the speaker says what was forbidden
 */
export const interleave = async (speaker: Speaker, passages: readonly Passage[], { patches, budget, images = 'come' }: InterleaveOptions): Promise<Ended[]> => {
  const ends = passages.map(({ tokens }, row) => tokens.length + budget(row))
  const ended = passages.map((): Ended | null => null)
  const going = (): number[] => passages.flatMap((_, row) => (ended[row] ? [] : [row]))
  const waits = (row: number): boolean => passages[row]!.tokens.at(-1) === specials.beginImage
  const left = (row: number): number => ends[row]! - passages[row]!.tokens.length
  const forbidden = (row: number): readonly number[] => (images === 'end' || (images === 'come' && left(row) >= patches + 2) ? neverSaid : neverNow)

  for (;;) {
    for (const row of going()) if (left(row) < (waits(row) ? patches + 1 : 1)) ended[row] = 'budget'
    const writing = going().filter((row) => !waits(row)), drawing = going().filter(waits)
    if (writing.length > 0) {
      const said = await speaker.nextTokens(writing, forbidden)
      writing.forEach((row, i) => {
        const token = said[i]!, { tokens } = passages[row]!
        if (forbidden(row).includes(token)) throw new Error(`token ${token} cannot stand at position ${tokens.length}`)
        if (token === specials.endOfText || (token === specials.beginImage && images === 'end')) ended[row] = 'endOfText'
        else tokens.push(token)
      })
    } else if (drawing.length > 0) {
      await speaker.drawImages(drawing)
      for (const row of drawing) passages[row]!.tokens.push(specials.endImage)
    } else return ended as Ended[]
  }
}
