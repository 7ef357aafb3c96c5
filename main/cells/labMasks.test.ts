import { describe, expect, test } from 'vitest'
import { evaluateMask, maskOf } from '../../masks/index.ts'
import { parseLayout } from '../../masks/inspection/layoutText.ts'
import { maskPositions } from '../../masks/inspection/sequence.ts'
import type { MaskSetting } from '../../protocol/config/index.ts'
import { fakeHost } from './fakeHost.ts'
import { createLab } from './lab.ts'
import type { Lab } from './api/lab.ts'
import type { Mask } from './api/masks.ts'

const labOf = (): { lab: Lab; outputs: ReturnType<typeof fakeHost>['outputs'] } => {
  const { context, outputs } = fakeHost()
  return { lab: createLab(context), outputs }
}
const { lab } = labOf()

const cells = (mask: MaskSetting): Uint8Array => evaluateMask(maskOf(mask), maskPositions(parseLayout('t2 boi i2x2 eoi t1 boi i2x2@0 eoi')), true)

describe('lab.mask', () => {
  test('keeps a predicate as text, constants put in place of their names', () => {
    expect(lab.mask(({ q, k }, { n }) => k.index <= q.index && q.index - k.index < n, { name: ' near ', constants: { n: 8 } })).toEqual({ name: 'near', source: '({ q, k }) => k.index <= q.index && q.index - k.index < 8' })
  })

  test('refuses a predicate that leaves a row empty, with the position', () => {
    expect(() => lab.mask(({ q, k }) => k.index < q.index, { name: 'strict' })).toThrow('Mask "strict" lets position 0 of the layout t4 see nothing')
    expect(() => lab.mask(({ q, k }) => k.index <= q.index && k.modality === 'text', { name: 'text only' })).toThrow('lets patch (1,1) of image 1 of the layout i3x3 t2 see nothing')
  })

  test('refuses what is outside, random or nameless', () => {
    const limit = 4
    expect(() => lab.mask(({ q, k }) => q.index - k.index < limit, { name: 'm' })).toThrow('"limit" is not known in a mask')
    expect(() => lab.mask(() => Math.random() < 0.5, { name: 'm' })).toThrow('Math.random is not a function of q and k')
    expect(() => lab.mask(() => true, {} as never)).toThrow('lab.mask needs a name')
    expect(() => lab.mask('true' as never, { name: 'm' })).toThrow('lab.mask takes a predicate')
  })

  test('is a value of the config key mask', () => {
    const mine = lab.mask(({ q, k }) => k.index <= q.index, { name: 'mine' })
    expect(lab.config({ mask: mine }).mask).toEqual(mine)
    expect(() => lab.config({ mask: 'tranfusion' } as never)).toThrow('did you mean "transfusion"')
  })
})

describe('parts of masks', () => {
  const { masks } = lab
  const combine = (a: Mask, b: Mask, how: (a: number, b: number) => number): number[] => {
    const other = cells(b), length = Math.sqrt(other.length)
    return [...cells(a)].map((seen, i) => (i % (length + 1) === 0 ? 1 : how(seen, other[i]!)))
  }

  test('and, or and not do what they say, off the diagonal', () => {
    expect([...cells(masks.and(masks.causal, masks.sameImage))]).toEqual(combine(masks.causal, masks.sameImage, (a, b) => a & b))
    expect([...cells(masks.or(masks.causal, masks.sameImage))]).toEqual(combine(masks.causal, masks.sameImage, (a, b) => a | b))
    expect([...cells(masks.not(masks.causal))]).toEqual(combine(masks.causal, masks.causal, (a) => 1 - a))
  })

  test('make up the shipped masks', () => {
    const { and, or, not, causal, sameImage, noisy, transfusion, noisyImagesHidden } = masks
    expect(cells(or(causal, sameImage))).toEqual(cells(transfusion))
    expect(cells(or(sameImage, and(causal, not(noisy))))).toEqual(cells(noisyImagesHidden))
    expect(masks.or(masks.causal, masks.window(3)).name).toBe('causal or window 3')
  })

  test('refuse what is no mask', () => {
    expect(() => masks.and()).toThrow('at least one mask')
    expect(() => masks.not(5 as never)).toThrow('lab.masks.not takes masks')
    expect(() => masks.window(0)).toThrow('a whole number of positions')
  })
})

describe('lab.inspect', () => {
  test('shows a panel and gives the verdicts with their pairs', async () => {
    const { lab: own, outputs } = labOf()
    const verdicts = await own.inspect('t3 boi i2x2 eoi', 'causal', own.masks.bidirectional, { noise: 0.2 })
    expect(outputs).toMatchObject([{ kind: 'inspection', inspection: { of: { layout: 't3 boi i2x2 eoi' }, masks: ['causal', { name: 'bidirectional' }], noise: 0.2 }, summary: expect.stringContaining('causal: Every position') }])
    expect(verdicts.find(({ mask, verdict }) => mask === 'bidirectional' && verdict === 'fails')).toMatchObject({ check: 'text sees no future', pair: { query: 0, key: 1, via: null } })
  })

  test('takes a config, a run and a run\'s name', async () => {
    const { lab: own, outputs } = labOf()
    const run = await own.train({})
    await own.inspect({ preset: 'nano' })
    await own.inspect(run)
    await own.inspect('some run')
    expect(outputs.slice(1).map((output) => (output.kind === 'inspection' ? output.inspection.of : null))).toMatchObject([{ config: { mask: 'transfusion' } }, { run: 'run1' }, { run: 'some run' }])
  })

  test('refuses what is no mask and options that are not there', async () => {
    await expect(lab.inspect('t3', 'sideways' as never)).rejects.toThrow('is no mask')
    await expect(lab.inspect('t3', { sequense: 1 } as never)).rejects.toThrow('there is no option "sequense"')
    await expect(lab.inspect('t3', { noise: 2 })).rejects.toThrow('noise is 2')
    await expect(lab.inspect(lab.train({}) as never)).rejects.toThrow('write "await"')
  })
})
