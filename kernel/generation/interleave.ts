import type { ModalityName } from '../../protocol/config/index.ts'
import { itemTokens, specials } from '../data/tokenizer.ts'
import type { Passage } from './reading/passage.ts'

/** Whoever continues passages: a model, or a script in tests. Passages are spoken of by their number, `row`. */
export interface Speaker {
  /** The next token of each of the passages `rows`. @param forbidden tokens that cannot come next in a passage */
  nextTokens(rows: readonly number[], forbidden: (row: number) => readonly number[]): Promise<number[]>
  /** Puts the patches of a new item at the end of each of the passages `rows`, drawn and clean. */
  drawItems(rows: readonly number[], modality: ModalityName): Promise<void>
}

/** A continuous modality that may come: its name, and the elements n of one item without the tokens around it. */
export interface Drawable {
  name: ModalityName
  patches: number
}

export interface InterleaveOptions {
  drawables: readonly Drawable[]
  /** Most elements to add to a passage: tokens and patches alike. */
  budget: (row: number) => number
  /** What ⟨BOI⟩ does: an image comes (the default), the passage ends, or it cannot be said. An item that a passage already asks for always comes. */
  items?: 'come' | 'end' | 'never'
}

export type Ended = 'endOfText' | 'budget'

const modalities = Object.keys(itemTokens) as ModalityName[]

/** Which item the passage waits for: it ends with its begin token. */
const awaited = ({ tokens }: Passage): ModalityName | undefined => modalities.find((name) => itemTokens[name].begin === tokens.at(-1))

/**
 * The decoding of §3, "Inference": text token by token; on ⟨BOI⟩ n patches are appended and denoised in place, then
 * ⟨EOI⟩, then text again, any number of times; other continuous modalities likewise. A passage that ends with ⟨BOI⟩
 * begins with an image. It ends at ⟨end of text⟩, which is not appended, or when the budget is spent; ⟨BOI⟩ is forbidden
 * where patches and ⟨EOI⟩ would not fit, so that no item is left without its end. ⟨EOI⟩ is written by this loop alone.
 *
 * Passages go on together, as far as each is in the same mode: all that write, then all that wait for the same modality.
 * @param passages continued in place
 * @returns why each ended
 * @throws when the speaker says what was forbidden
 */
export const interleave = async (speaker: Speaker, passages: readonly Passage[], { drawables, budget, items = 'come' }: InterleaveOptions): Promise<Ended[]> => {
  const ends = passages.map(({ tokens }, row) => tokens.length + budget(row))
  const ended = passages.map((): Ended | null => null)
  const going = (): number[] => passages.flatMap((_, row) => (ended[row] ? [] : [row]))
  const left = (row: number): number => ends[row]! - passages[row]!.tokens.length
  const patchesOf = (modality: ModalityName): number => drawables.find(({ name }) => name === modality)?.patches ?? Infinity
  const needed = (row: number): number => {
    const modality = awaited(passages[row]!)
    return modality ? patchesOf(modality) + 1 : 1
  }
  const sayable = (row: number, name: ModalityName): boolean =>
    patchesOf(name) < Infinity && (items === 'end' || (items === 'come' && patchesOf(name) + 2 <= left(row)))
  const forbidden = (row: number): number[] =>
    [specials.padding, ...modalities.flatMap((name) => [itemTokens[name].end, ...(sayable(row, name) ? [] : [itemTokens[name].begin])])]

  for (;;) {
    for (const row of going()) if (left(row) < needed(row)) ended[row] = 'budget'
    const writing = going().filter((row) => !awaited(passages[row]!))
    if (writing.length > 0) {
      const said = await speaker.nextTokens(writing, forbidden)
      writing.forEach((row, i) => {
        const token = said[i]!, { tokens } = passages[row]!
        if (forbidden(row).includes(token)) throw new Error(`token ${token} cannot stand at position ${tokens.length}`)
        const begins = modalities.some((name) => itemTokens[name].begin === token)
        if (token === specials.endOfText || (begins && items === 'end')) ended[row] = 'endOfText'
        else tokens.push(token)
      })
      continue
    }
    const [first] = going()
    if (first === undefined) return ended as Ended[]
    const modality = awaited(passages[first]!)!
    const drawing = going().filter((row) => awaited(passages[row]!) === modality)
    await speaker.drawItems(drawing, modality)
    for (const row of drawing) passages[row]!.tokens.push(itemTokens[modality].end)
  }
}
