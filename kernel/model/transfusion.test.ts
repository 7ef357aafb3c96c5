import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { MaskName, RunConfig } from '../../protocol/config/index.ts'
import { maskNames } from '../../protocol/config/index.ts'
import { laidImage, none, type LaidDocument } from '../data/laidDocument.ts'
import { outlineOf, positionsOf } from '../data/positions.ts'
import type { HostTensors } from '../engine/engine.ts'
import { evaluateMask, masks } from '../../masks/index.ts'
import { batchOf, document, outputProgram, patchPlaces, randomParameters, randomPicture, sameBits, tinyConfig, traced } from './testModel.ts'
import { patchVector } from './patchVector.ts'

const length = 24, n = 4
const base = tinyConfig()
const vector = patchVector(base)
// Every position says its next token, whether training would ask it or not: that is what leaks are looked for in.
const shape = { batch: 1, length, images: 3, texts: length }

let run: (inputs: Record<string, Float32Array | Int32Array>) => Promise<HostTensors>
beforeAll(async () => {
  run = await traced(outputProgram(base, shape), randomParameters(base))
})

type Inputs = Record<string, Float32Array | Int32Array>

const everywhere = (inputs: Inputs): Inputs => ({ ...inputs, textAt: Int32Array.from({ length }, (_, i) => i) })
const withMask = (mask: MaskName, crossDocument = false): RunConfig => ({ ...base, mask, data: { ...base.data, crossDocument } })
const inputsOf = (mask: MaskName, sequence: LaidDocument[], crossDocument = false): Inputs => everywhere(batchOf(withMask(mask, crossDocument), shape, sequence))

/** The same inputs with the element at one position changed: another token, or another patch vector. */
const changed = (inputs: Inputs, position: number): Inputs => {
  const source = (inputs['source'] as Int32Array).slice(), patches = (inputs['patches'] as Float32Array).slice()
  const row = source[position]!
  if (row < 260) source[position] = (row + 1) % 256
  else for (let i = (row - 260) * vector; i < (row - 259) * vector; i++) patches[i]! += 0.5
  return { ...inputs, source, patches }
}

/** For each position, whether its logits are the same bits in both. */
const sameLogits = (a: HostTensors, b: HostTensors): boolean[] =>
  Array.from({ length }, (_, i) => sameBits(a['logits']!.data.subarray(i * 260, (i + 1) * 260), b['logits']!.data.subarray(i * 260, (i + 1) * 260)))

/** For each patch of an image place, whether its prediction is the same bits in both. */
const samePredictions = (a: HostTensors, b: HostTensors, image: number): boolean[] =>
  Array.from({ length: n }, (_, i) => (image * n + i) * vector).map((at) => sameBits(a['prediction']!.data.subarray(at, at + vector), b['prediction']!.data.subarray(at, at + vector)))

const all = (value: boolean): boolean[] => Array<boolean>(n).fill(value)

describe('leakage, by changing one element', () => {
  test.each(['transfusion', 'causal'] as const)('%s: changing text after an image leaves the prediction of every patch the same bits', async (mask) => {
    const laid = document(base, 'caption', 'imageFirst')
    const inputs = inputsOf(mask, [laid])
    const before = await run(inputs)
    for (let at = patchPlaces(laid).at(-1)! + 1; at < laid.tokens.length; at++) expect(samePredictions(before, await run(changed(inputs, at)), 0)).toEqual(all(true))
  })

  test.each(['transfusion', 'causal'] as const)('%s: changing text before an image changes the prediction of every patch', async (mask) => {
    const laid = document(base, 'caption', 'captionFirst')
    const inputs = inputsOf(mask, [laid])
    expect(samePredictions(await run(inputs), await run(changed(inputs, 3)), 0)).toEqual(all(false))
  })

  test.each(['transfusion', 'causal'] as const)('%s: changing a patch leaves the logits of text before the image the same bits, and changes those after', async (mask) => {
    const sequence = [document(base, 'ab', 'captionFirst', 0), document(base, 'c', 'textAlone', 1)]
    const inputs = inputsOf(mask, sequence, true)
    const first = patchPlaces(sequence[0]!)[0]!
    const before = await run(inputs)
    for (let i = 0; i < n; i++) {
      const same = sameLogits(before, await run(changed(inputs, first + i)))
      expect(same.slice(0, first)).toEqual(Array(first).fill(true))
      expect(same.slice(first + n, first + n + 3)).toEqual([false, false, false])
    }
  })

  test('transfusion: changing any patch changes every patch of its image', async () => {
    const laid = document(base, 'ab', 'captionFirst')
    const inputs = inputsOf('transfusion', [laid])
    const before = await run(inputs)
    for (const at of patchPlaces(laid)) expect(samePredictions(before, await run(changed(inputs, at)), 0)).toEqual(all(false))
  })

  test('causal: changing a patch changes only itself and later patches', async () => {
    const laid = document(base, 'ab', 'captionFirst')
    const inputs = inputsOf('causal', [laid])
    const before = await run(inputs)
    for (const [i, at] of patchPlaces(laid).entries()) expect(samePredictions(before, await run(changed(inputs, at)), 0)).toEqual([0, 1, 2, 3].map((patch) => patch < i))
  })

  test('transfusion: a later image leaves an earlier one alone, and an earlier one is seen by all of a later one', async () => {
    const sequence = [document(base, 'a', 'captionFirst', 0), document(base, 'b', 'captionFirst', 1)]
    const inputs = inputsOf('transfusion', sequence, true)
    const start = sequence[0]!.tokens.length
    const before = await run(inputs)
    const later = await run(changed(inputs, start + patchPlaces(sequence[1]!)[0]!)), earlier = await run(changed(inputs, patchPlaces(sequence[0]!)[0]!))
    expect([samePredictions(before, later, 0), samePredictions(before, earlier, 1)]).toEqual([all(true), all(false)])
  })

  test('on random layouts, an output is unchanged exactly where the mask has no path to it', async () => {
    const part = fc.record({ kind: fc.constantFrom('textAlone' as const, 'captionFirst' as const, 'imageFirst' as const, 'bareImage' as const), text: fc.constantFrom('', 'x', 'yz') })
    await fc.assert(fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), fc.constantFrom(...maskNames), fc.boolean(), async (parts, mask, crossDocument) => {
      const sequence = fitting(parts.map(({ kind, text }, index) => (kind === 'bareImage' ? bareImage(index) : document(base, text, kind, index))))
      const inputs = inputsOf(mask, sequence, crossDocument)
      const allowed = evaluateMask(masks[mask], positionsOf(outlineOf(sequence, inputs['time'] as Float32Array), length), crossDocument)
      const before = await run(inputs)
      for (let key = 0; key < length; key++) {
        const reached = Array.from({ length }, (_, query) => Array.from({ length }, (_, via) => via).some((via) => allowed[query * length + via] && allowed[via * length + key]))
        expect(sameLogits(before, await run(changed(inputs, key)))).toEqual(reached.map((live) => !live))
      }
    }), { numRuns: 10, seed: 5 })
  })
})

/** An image with no BOI and EOI around it: two of them are adjacent. */
const bareImage = (index: number): LaidDocument =>
  ({ tokens: Array<number>(n).fill(none), targets: Array<number>(n).fill(none), items: [laidImage(base, 0, { picture: randomPicture(8, index), index })], index })

/** As many of the documents as the sequence and the image places have room for. */
const fitting = (documents: LaidDocument[]): LaidDocument[] => {
  let room = length, images = shape.images
  return documents.filter(({ tokens, items }) => (tokens.length <= room && items.length <= images ? ((room -= tokens.length), (images -= items.length), true) : false))
}

describe('limiting cases', () => {
  test('a sequence that is one image is a non-causal denoiser: transfusion and bidirectional give the same bits', async () => {
    const [a, b] = [await run(inputsOf('transfusion', [bareImage(0)])), await run(inputsOf('bidirectional', [bareImage(0)]))]
    expect(samePredictions(a, b, 0)).toEqual(all(true))
    expect(samePredictions(a, await run(inputsOf('causal', [bareImage(0)])), 0).slice(0, 3)).toEqual([false, false, false])
  })

  test('text without images is the causal language model under either mask: the same bits', async () => {
    const laid = document(base, 'only text', 'textAlone')
    expect(sameLogits(await run(inputsOf('transfusion', [laid])), await run(inputsOf('causal', [laid])))).toEqual(Array(length).fill(true))
  })

  test('a packed document is answered as if it were alone at its place: what stands before it does not matter', async () => {
    const second = document(base, 'b', 'captionFirst', 1)
    const [a, b] = [document(base, 'first', 'textAlone', 0), document(base, 'other', 'textAlone', 0)]
    const start = a.tokens.length
    const same = sameLogits(await run(inputsOf('transfusion', [a, second])), await run(inputsOf('transfusion', [b, second])))
    expect(same.slice(start, start + second.tokens.length)).toEqual(second.tokens.map(() => true))
  })

  test('one t for all patches of an image: changing it changes them all and no other image', async () => {
    const inputs = inputsOf('transfusion', [document(base, 'a', 'captionFirst', 0), document(base, 'b', 'captionFirst', 1)])
    const time = (inputs['time'] as Float32Array).slice()
    time[0] = time[0]! / 2
    const [before, after] = [await run(inputs), await run({ ...inputs, time })]
    expect([samePredictions(before, after, 0), samePredictions(before, after, 1)]).toEqual([all(false), all(true)])
  })

  test('with plain RoPE patches are not permutation-equivariant: exchanging two does more than exchange their predictions', async () => {
    const inputs = inputsOf('transfusion', [bareImage(0)])
    const patches = (inputs['patches'] as Float32Array).slice()
    const [first, second] = [patches.slice(0, vector), patches.slice(vector, 2 * vector)]
    patches.set(second, 0)
    patches.set(first, vector)
    const [before, after] = [(await run(inputs))['prediction']!.data, (await run({ ...inputs, patches }))['prediction']!.data]
    expect(sameBits(after.subarray(0, vector), before.subarray(vector, 2 * vector))).toBe(false)
    expect(Math.abs(after[0]! - before[vector]!)).toBeGreaterThan(1e-4)
  })
})
