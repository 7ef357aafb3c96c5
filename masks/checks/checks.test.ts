import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskNames, type MaskSetting } from '../../protocol/config/index.ts'
import type { MaskCheckId, MaskVerdict } from '../../protocol/inspection/index.ts'
import { parseLayout } from '../inspection/layoutText.ts'
import { viewMask } from '../inspection/maskView.ts'

const own = (predicate: string, name = 'own'): MaskSetting => ({ name, source: `({ q, k }) => ${predicate}` })
const check = (mask: MaskSetting, layout: string, id: MaskCheckId): MaskVerdict => viewMask(mask, parseLayout(layout), Infinity).checks.find((verdict) => verdict.id === id)!

describe('each check finds what it is for, and the pair that shows it', () => {
  test.each<[string, MaskSetting, string, MaskCheckId, MaskVerdict['pair']]>([
    ['text that sees the next token', own('k.index <= q.index + 1'), 't3', 'future', { query: 0, key: 1, via: null }],
    ['text that learns of the future through an image', own('k.index <= q.index || q.image !== null'), 'i1x1 t2', 'future', { query: 1, key: 2, via: 0 }],
    ['text that sees an image after it', own('k.index <= q.index || k.image !== null'), 't2 i1x2', 'imageLeak', { query: 0, key: 2, via: null }],
    ['a first position that sees nothing', own('k.index < q.index'), 't3', 'blind', { query: 0, key: 0, via: null }],
    ['a first position of a second document that sees nothing', own('k.index < q.index || q.index === 0'), 't2 | t2', 'blind', { query: 2, key: 2, via: null }],
    ['text after a noisy image', 'transfusion', 'i1x1@0.5 t1', 'noisyCondition', { query: 1, key: 0, via: null }],
    ['a window that layers look past', own('k.index <= q.index && q.index - k.index < 2'), 't3', 'reach', { query: 2, key: 0, via: 1 }],
    ['a mask that bears another\'s name', own('k.index <= q.index', 'Transfusion'), 'i1x2', 'promise', { query: 0, key: 1, via: null }],
  ])('%s', (_, mask, layout, id, pair) => {
    expect(check(mask, layout, id)).toMatchObject({ verdict: 'fails', pair })
  })

  test('what there is nothing to ask of does not apply', () => {
    expect(check('transfusion', 't3', 'imageLeak').verdict).toBe('notApplicable')
    expect(check('transfusion', 't3 i2x2', 'noisyCondition').verdict).toBe('notApplicable')
    expect(check('transfusion', 'i2x2@0 t3', 'noisyCondition').verdict).toBe('notApplicable')
    expect(check(own('true'), 't3', 'promise').verdict).toBe('notApplicable')
  })

  test('a special token after a noisy image is not conditioned by it in a way that counts', () => {
    expect(check('transfusion', 'i2x2 eoi', 'noisyCondition').verdict).toBe('notApplicable')
  })
})

test('every shipped mask keeps its promise, lets everyone see something, and only the two controls see the future', () => {
  const part = fc.constantFrom('t2', 'boi i2x2 eoi', 'i3x1', 'i2x2@0', '| t3')
  fc.assert(fc.property(fc.array(part, { maxLength: 5 }), fc.constantFrom(...maskNames), (parts, name) => {
    const layout = parseLayout(`t2 ${parts.join(' ')}`)
    const verdicts = Object.fromEntries(viewMask(name, layout, Infinity).checks.map(({ id, verdict }) => [id, verdict]))
    expect([verdicts['promise'], verdicts['blind']]).toEqual(['passes', 'passes'])
    expect(verdicts['future']).toBe(name === 'bidirectional' || name === 'prefixLM' ? 'fails' : 'passes')
  }), { numRuns: 60 })
})
