import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { none } from '../data/laidDocument.ts'
import { encode, specials } from '../data/tokenizer.ts'
import { interleave, type Speaker } from './interleave.ts'
import type { Passage } from './reading/passage.ts'

const { endOfText, beginImage: boi, endImage: eoi } = specials
const patches = 4
const options = (budget: number) => ({ drawables: [{ name: 'image' as const, patches }], budget: () => budget })
const start = (...tokens: number[]): Passage => ({ tokens: [endOfText, ...tokens], items: [] })
const image = Array<number>(patches).fill(none)
const addImage = ({ tokens, items }: Passage): void => {
  items.push({ modality: 'image', at: tokens.length, rows: 2, cols: 2, patches: new Float32Array(patches).fill(items.length + 1), time: 0 })
  tokens.push(...image)
}

/** Says to each passage the tokens of its list one by one, then ⟨end of text⟩. */
const scripted = (passages: readonly Passage[], ...scripts: (readonly number[])[]): Speaker & { asked: number[][]; drawn: number[][] } => {
  const said = passages.map(() => 0)
  const speaker = {
    asked: [] as number[][],
    drawn: [] as number[][],
    async nextTokens(rows: readonly number[]): Promise<number[]> {
      speaker.asked.push([...rows])
      return rows.map((row) => scripts[row]![said[row]!++] ?? endOfText)
    },
    async drawItems(rows: readonly number[]): Promise<void> {
      speaker.drawn.push([...rows])
      for (const row of rows) addImage(passages[row]!)
    },
  }
  return speaker
}

const run = async (passage: Passage, script: readonly number[], budget: number) => {
  const [ended] = await interleave(scripted([passage], script), [passage], options(budget))
  return ended
}

describe('the mode switch (§3, Inference)', () => {
  test.each([0, 1, 5])('BOI at step %i gives text, BOI, n patches, EOI, text', async (s) => {
    const before = encode('before').slice(0, s), after = encode('after')
    const passage = start()
    expect(await run(passage, [...before, boi, ...after], 100)).toBe('endOfText')
    expect(passage.tokens).toEqual([endOfText, ...before, boi, ...image, eoi, ...after])
    expect(passage.items.map(({ at }) => at)).toEqual([s + 2])
  })

  test('two images, each with patches of its own', async () => {
    const passage = start()
    await run(passage, [boi, boi, 65], 100)
    expect(passage.tokens).toEqual([endOfText, boi, ...image, eoi, boi, ...image, eoi, 65])
    expect(passage.items.map(({ patches }) => [...new Set(patches)])).toEqual([[1], [2]])
  })

  test('a start that ends with BOI begins with an image', async () => {
    const passage = start(65, boi)
    await run(passage, [66], 100)
    expect(passage.tokens).toEqual([endOfText, 65, boi, ...image, eoi, 66])
  })

  test('the budget counts patches: BOI, 4 patches, EOI and 2 tokens are 8', async () => {
    const passage = start()
    expect(await run(passage, [boi, 65, 66, 67, 68], 8)).toBe('budget')
    expect(passage.tokens).toEqual([endOfText, boi, ...image, eoi, 65, 66])
  })

  test('BOI ends the passage, or cannot be said, where that is asked for', async () => {
    const [ending, never] = [start(), start()]
    expect(await interleave(scripted([ending], [65, boi, 66]), [ending], { ...options(100), items: 'end' })).toEqual(['endOfText'])
    expect(ending.tokens).toEqual([endOfText, 65])
    await expect(interleave(scripted([never], [65, boi]), [never], { ...options(100), items: 'never' })).rejects.toThrow('token 257 cannot stand at position 2')
  })

  test('passages go on together: all that write, then all that wait are drawn at once', async () => {
    const passages = [start(), start(70, boi), start(71), start(72)]
    const speaker = scripted(passages, [65, boi, 66], [67], [68, 69, boi], [])
    expect(await interleave(speaker, passages, options(100))).toEqual(Array(4).fill('endOfText'))
    expect(speaker.drawn).toEqual([[0, 1, 2]])
    expect(speaker.asked).toEqual([[0, 2, 3], [0, 2], [2], [0, 1, 2], [0, 1]])
    expect(passages.map(({ tokens }) => tokens)).toEqual([
      [endOfText, 65, boi, ...image, eoi, 66], [endOfText, 70, boi, ...image, eoi, 67], [endOfText, 71, 68, 69, boi, ...image, eoi], [endOfText, 72],
    ])
  })

  test('BOI is forbidden as soon as patches and EOI would not fit, and EOI and padding always', async () => {
    const seen: (readonly number[])[] = []
    const speaker: Speaker = { nextTokens: async (rows, forbidden) => rows.map((row) => (seen.push(forbidden(row)), 65)), drawItems: async () => {} }
    await interleave(speaker, [start()], options(8))
    expect(seen.map((forbidden) => forbidden.includes(boi))).toEqual([false, false, false, true, true, true, true, true])
    expect(seen.every((forbidden) => forbidden.includes(eoi) && forbidden.includes(specials.padding))).toBe(true)
    expect(await interleave(speaker, [start(boi)], options(4))).toEqual(['budget'])
  })

  test('EOI without BOI is refused', async () => {
    await expect(run(start(), [65, eoi], 100)).rejects.toThrow('token 258 cannot stand at position 2')
  })

  test('whatever is said, the result is well formed, within the budget, and a continuation of its start', async () => {
    const said = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(boi, boi, endOfText)), { maxLength: 30 })
    await fc.assert(fc.asyncProperty(said, fc.nat(40), async (script, budget) => {
      const passage = start(70, 71)
      const speaker = scripted([passage], script)
      const obedient: Speaker = { ...speaker, nextTokens: async (rows, forbidden) => {
        const [token] = await speaker.nextTokens(rows, forbidden)
        return [forbidden(0).includes(token!) ? 72 : token!]
      } }
      await interleave(obedient, [passage], options(budget))
      expect(passage.tokens.slice(0, 3)).toEqual([endOfText, 70, 71])
      expect(passage.tokens.length).toBeLessThanOrEqual(3 + budget)
      const word = passage.tokens.map((token) => (token === boi ? 'B' : token === eoi ? 'E' : token === none ? 'p' : 't')).join('')
      expect(word).toMatch(/^(t|BppppE)*$/)
      expect(passage.items.length).toBe(word.split('B').length - 1)
    }))
  })
})
