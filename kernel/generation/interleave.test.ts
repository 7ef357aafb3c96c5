import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { none } from '../data/laidDocument.ts'
import { encode, specials } from '../data/tokenizer.ts'
import { interleave, type Interleaved, type Speaker } from './interleave.ts'

const { endOfText, beginImage: boi, endImage: eoi } = specials
const patches = 4, vector = 3
const options = (budget: number) => ({ patches, vector, budget })
const start = (...tokens: number[]): Interleaved => ({ elements: [endOfText, ...tokens], images: [] })
const image = Array<number>(patches).fill(none)

/** Says the tokens of a list one by one, then ⟨end of text⟩; draws image k as all k, in three steps. */
const scripted = (script: readonly number[]): Speaker & { lengths: number[]; asked: number } => {
  const speaker = {
    lengths: [] as number[],
    asked: 0,
    nextToken: async (): Promise<number> => script[speaker.asked++] ?? endOfText,
    async drawImage({ elements, images }: Interleaved): Promise<void> {
      for (let step = 3; step > 0; step--) {
        images.at(-1)!.fill(images.length - 1 + step)
        speaker.lengths.push(elements.length)
      }
      images.at(-1)!.fill(images.length)
    },
  }
  return speaker
}

describe('the mode switch (§3, Inference)', () => {
  test.each([0, 1, 5])('BOI at step %i gives text, BOI, n patches, EOI, text', async (s) => {
    const before = encode('before').slice(0, s), after = encode('after')
    const sequence = start()
    expect(await interleave(scripted([...before, boi, ...after]), sequence, options(100))).toBe('endOfText')
    expect(sequence.elements).toEqual([endOfText, ...before, boi, ...image, eoi, ...after])
    expect(sequence.images).toEqual([new Float32Array(patches * vector).fill(1)])
  })

  test('x_t is overwritten: the sequence has one length through all of the denoising', async () => {
    const speaker = scripted([65, boi, 66])
    await interleave(speaker, start(), options(100))
    expect(speaker.lengths).toEqual([7, 7, 7])
  })

  test('two images, each with patches of its own', async () => {
    const sequence = start()
    await interleave(scripted([boi, boi, 65]), sequence, options(100))
    expect(sequence.elements).toEqual([endOfText, boi, ...image, eoi, boi, ...image, eoi, 65])
    expect(sequence.images.map((values) => [...new Set(values)])).toEqual([[1], [2]])
  })

  test('a start that ends with BOI begins with an image', async () => {
    const sequence = start(65, boi)
    await interleave(scripted([66]), sequence, options(100))
    expect(sequence.elements).toEqual([endOfText, 65, boi, ...image, eoi, 66])
  })

  test('the budget counts patches: BOI, 4 patches, EOI and 2 tokens are 8', async () => {
    const sequence = start()
    expect(await interleave(scripted([boi, 65, 66, 67, 68]), sequence, options(8))).toBe('budget')
    expect(sequence.elements).toEqual([endOfText, boi, ...image, eoi, 65, 66])
  })

  test('BOI is forbidden as soon as patches and EOI would not fit, and EOI and padding always', async () => {
    const seen: (readonly number[])[] = []
    const speaker: Speaker = { nextToken: async (_, forbidden) => (seen.push(forbidden), 65), drawImage: async () => {} }
    await interleave(speaker, start(), options(8))
    expect(seen.map((forbidden) => forbidden.includes(boi))).toEqual([false, false, false, true, true, true, true, true])
    expect(seen.every((forbidden) => forbidden.includes(eoi) && forbidden.includes(specials.padding))).toBe(true)
    expect(await interleave(speaker, start(boi), options(4))).toBe('budget')
  })

  test('EOI without BOI is refused', async () => {
    await expect(interleave(scripted([65, eoi]), start(), options(100))).rejects.toThrow('token 258 cannot stand at position 2')
  })

  test('whatever is said, the result is well formed, within the budget, and a continuation of its start', async () => {
    const said = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(boi, boi, endOfText)), { maxLength: 30 })
    await fc.assert(fc.asyncProperty(said, fc.nat(40), async (script, budget) => {
      const sequence = start(70, 71)
      const speaker = scripted(script)
      const obedient: Speaker = { ...speaker, nextToken: async (now, forbidden) => {
        const token = await speaker.nextToken(now, forbidden)
        return forbidden.includes(token) ? 72 : token
      } }
      await interleave(obedient, sequence, options(budget))
      expect(sequence.elements.slice(0, 3)).toEqual([endOfText, 70, 71])
      expect(sequence.elements.length).toBeLessThanOrEqual(3 + budget)
      const word = sequence.elements.map((element) => (element === boi ? 'B' : element === eoi ? 'E' : element === none ? 'p' : 't')).join('')
      expect(word).toMatch(/^(t|BppppE)*$/)
      expect(sequence.images.length).toBe(word.split('B').length - 1)
    }))
  })
})
