import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { batchOf, randomPicture, tinyConfig } from '../model/testModel.ts'
import { cleanPatches } from './cleanPatches.ts'
import type { Document, Segment } from './document.ts'
import { layOut } from './layout.ts'
import { none, patchesOf, type LaidDocument } from './laidDocument.ts'
import { image, pictureDocument, text } from './segments.ts'
import { decode, specials } from './tokenizer.ts'

const { endOfText, beginImage, endImage } = specials
const config = (changes: Record<string, unknown> = {}) => tinyConfig({ 'data.captionDropout': 0, ...changes })
const picture = (seed: number) => randomPicture(8, seed)
const segments: fc.Arbitrary<Segment> = fc.oneof(
  fc.string({ maxLength: 9, unit: fc.constantFrom('a', 'b', ' ') }).map(text),
  fc.record({ seed: fc.nat(9), condition: fc.boolean() }).map(({ seed, condition }) => image(picture(seed), { condition })),
)
const documents: fc.Arbitrary<Document> = fc.array(segments, { minLength: 1, maxLength: 6 }).map((segments) => ({ segments }))

/** A laid-out document as one sees it: text, and `[i]` for item number i with its BOI and EOI. */
const reading = ({ tokens, items }: LaidDocument): string => {
  let words = ''
  for (let i = 1; i < tokens.length; i++) {
    const item = items.find(({ at }) => at === i + 1)
    if (item) {
      words += `[${item.number}]`
      i += patchesOf(item) + 1
    } else words += decode([tokens[i]!])
  }
  return words
}

describe('layout', () => {
  test('every patch belongs to one item between its BOI and EOI, and each target is the next token, where the input is neither BOI nor a patch', () => {
    fc.assert(fc.property(documents, fc.integer({ min: 12, max: 40 }), fc.nat(99), (document, length, index) => {
      const { tokens, targets, items } = layOut(document, index, config({ 'data.captionFirst': 0.5, 'data.captionDropout': 0.3 }), length)
      expect(tokens.length).toBeLessThanOrEqual(length)
      expect(tokens[0]).toBe(endOfText)
      const places = items.flatMap(({ at, rows, cols }) => Array.from({ length: rows * cols }, (_, i) => at + i))
      expect(tokens.flatMap((token, i) => (token === none ? [i] : []))).toEqual(places)
      for (const item of items) expect([tokens[item.at - 1], tokens[item.at + patchesOf(item)]]).toEqual([beginImage, endImage])
      expect(items.map(({ number, index }) => [number, index])).toEqual(items.map((_, i) => [i, index]))
      targets.slice(0, -1).forEach((target, i) => expect(target).toBe(tokens[i] === none || tokens[i] === beginImage ? none : tokens[i + 1]))
      expect([endOfText, none]).toContain(targets.at(-1))
    }))
  })

  test('documents that are no pair keep their order, are cut before the first segment that does not fit, and end with ⟨eot⟩ only where nothing was cut', () => {
    fc.assert(fc.property(documents.filter(({ segments }) => segments.length > 2 && segments[0]!.modality === 'text' && segments.some(({ modality }) => modality === 'image')), fc.integer({ min: 12, max: 40 }), (document, length) => {
      let room = length - 1, words = '', number = 0, whole = true
      for (const segment of document.segments) {
        const size = segment.modality === 'text' ? segment.text.length : 4 + 2
        if (size > room) {
          whole = false
          break
        }
        room -= size
        words += segment.modality === 'text' ? segment.text : `[${number++}]`
      }
      const laid = layOut(document, 0, config(), length)
      expect(reading(laid)).toBe(words)
      expect(laid.targets.at(-1)).toBe(whole ? endOfText : none)
    }))
  })

  test('a captioned picture has either order; its caption alone is cut, never its image', () => {
    const laid = (captionFirst: number, length: number) => reading(layOut(pictureDocument('a caption', picture(0)), 0, config({ 'data.captionFirst': captionFirst }), length))
    expect([laid(1, 24), laid(0, 24), laid(1, 12), laid(0, 12)]).toEqual(['a caption[0]', '[0]a caption', 'a cap[0]', '[0]a cap'])
  })

  test('where texts are dropped for guidance, those that an image follows go', () => {
    const document: Document = { segments: [text('x'), image(picture(0), { condition: true }), text('y'), image(picture(1)), text('z')] }
    expect(reading(layOut(document, 0, config({ 'data.captionDropout': 1 }), 40))).toBe('[0][1]z')
  })

  test('the noise limit is for images before their text: those with text behind and none in front', () => {
    const limits = (...parts: Segment[]) => layOut({ segments: parts }, 0, config(), 40).items.map(({ limited }) => limited)
    const a = image(picture(0)), b = image(picture(1)), words = text('x')
    expect([limits(a, b, words), limits(words, a, words), limits(a, words, b), limits(a, b)]).toEqual([[true, true], [false], [true, false], [false, false]])
  })
})

describe('several images in one document', () => {
  const two: Document = { segments: [image(picture(0), { condition: true }), text('x'), image(picture(0))] }
  const of = config({ 'data.captionFirst': 1 })
  const laid = layOut(two, 3, of, 24)
  const shape = { batch: 1, length: 24, images: 2, texts: 24 }
  const inputs = batchOf(of, shape, [laid])

  test('a condition is shown clean, at t = 0, and weighs nothing; an image beside it is noised and trained on', () => {
    const [time, weight, patches] = [inputs['time']!, inputs['imageWeight']!, inputs['patches'] as Float32Array]
    const elements = patches.length / 2
    expect([time[0], weight[0], weight[1]]).toEqual([0, 0, 1])
    expect(time[1]).toBeGreaterThan(0)
    expect(patches.slice(0, elements)).toEqual(cleanPatches(laid.items[0]!, of))
    expect(patches.slice(elements)).not.toEqual(cleanPatches(laid.items[1]!, of))
  })

  test('images of one document have noise of their own', () => {
    const both = layOut({ segments: [text('x'), image(picture(0)), image(picture(0))] }, 3, of, 24)
    const target = batchOf(of, shape, [both])['imageTarget'] as Float32Array
    expect(target.slice(0, target.length / 2)).not.toEqual(target.slice(target.length / 2))
  })

  test('the model is told where each patch is: patches by place in the batch, everything else by token', () => {
    const source = inputs['source'] as Int32Array
    expect([...source.slice(0, laid.tokens.length)]).toEqual([endOfText, beginImage, 260, 261, 262, 263, endImage, 'x'.charCodeAt(0), beginImage, 264, 265, 266, 267, endImage])
    expect([...inputs['imageAt']!]).toEqual([2, 3, 4, 5, 9, 10, 11, 12])
  })
})
