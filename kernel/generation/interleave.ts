import { none } from '../data/laidDocument.ts'
import { specials, waveSpecials } from '../data/tokenizer.ts'

/** Text and images in one sequence. */
export interface Interleaved {
  /** Token ids; `none` where a patch is. */
  elements: number[]
  /** The patches [n · P] of each image, in order; those of an image that is being drawn are overwritten at every step. */
  images: Float32Array[]
}

/** Whoever continues a sequence: a model, or a script in tests. */
export interface Speaker {
  /** @param forbidden tokens that cannot come next */
  nextToken(sequence: Interleaved, forbidden: readonly number[]): Promise<number>
  /** Draws into the last image of the sequence, whose `n` patches are the last elements; the sequence keeps its length. */
  drawImage(sequence: Interleaved, n: number): Promise<void>
}

export interface InterleaveOptions {
  /** Patches n of one image. */
  patches: number
  /** Numbers P in one patch. */
  vector: number
  /** Most elements to add: tokens and patches alike. */
  budget: number
}

/** What may not be said in text mode: EOI is written by this loop alone, padding by no one; waves are made of prompts only. */
const neverSaid: readonly number[] = [specials.endImage, specials.padding, waveSpecials.beginWave, waveSpecials.endWave]

/**
 * The decoding of §3, "Inference": text token by token; on ⟨BOI⟩ n patches are appended and denoised in place, then
 * ⟨EOI⟩, then text again. A start that ends with ⟨BOI⟩ begins with an image. It ends at ⟨end of text⟩, which is not
 * appended, or when the budget is spent; ⟨BOI⟩ is forbidden where patches and ⟨EOI⟩ would not fit, so that no image
 * is left without its end.
 * @param sequence continued in place
 * @returns why it ended
 * @throws when the speaker says what was forbidden
 */
export const interleave = async (speaker: Speaker, sequence: Interleaved, { patches, vector, budget }: InterleaveOptions): Promise<'endOfText' | 'budget'> => {
  const { elements, images } = sequence
  const end = elements.length + budget
  const draw = async (): Promise<void> => {
    images.push(new Float32Array(patches * vector))
    elements.push(...Array<number>(patches).fill(none))
    await speaker.drawImage(sequence, patches)
    elements.push(specials.endImage)
  }
  if (elements.at(-1) === specials.beginImage) {
    if (budget < patches + 1) return 'budget'
    await draw()
  }
  while (elements.length < end) {
    const imageFits = elements.length + patches + 2 <= end
    const forbidden = imageFits ? neverSaid : [...neverSaid, specials.beginImage]
    const token = await speaker.nextToken(sequence, forbidden)
    if (token === specials.endOfText) return 'endOfText'
    if (forbidden.includes(token)) throw new Error(`token ${token} cannot stand at position ${elements.length}`)
    elements.push(token)
    if (token === specials.beginImage) await draw()
  }
  return 'budget'
}
