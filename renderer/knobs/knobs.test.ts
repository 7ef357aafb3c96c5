import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configFields } from '../../protocol/config/fields.ts'
import { ladder } from './ladder.ts'
import { configLiterals, writeLiteral } from './literals.ts'

const literals = (source: string) => configLiterals(source).map(({ field, value, from, to }) => [field.path, value, source.slice(from, to)])

describe('literals of a cell', () => {
  it('are those that set config keys, nested or dotted', () => {
    expect(literals(`const base = lab.config({ preset: 'nano', loss: { lambda: 5 /* λ */ }, 'train.lr': 3e-4, model: { qkNorm: true }, diffusion: { tMean: -0.5 } })`)).toEqual([
      ['preset', 'nano', "'nano'"], ['loss.lambda', 5, '5'], ['train.lr', 3e-4, '3e-4'], ['model.qkNorm', true, 'true'], ['diffusion.tMean', -0.5, '-0.5'],
    ])
  })

  it('are found in changes of a base, and next to TypeScript that is half typed', () => {
    expect(literals(`const x: number = 5\nlab.config(base as RunConfig, { 'patch.size': 8, loss: { lambda: `)).toEqual([['patch.size', 8, '8']])
  })

  it('are found up to a bracket that closes what is not open', () => {
    expect(literals(`const a = lab.config({ preset: 'nano',\n  loss: { lambda: 5 )\n})`)).toEqual([['preset', 'nano', "'nano'"], ['loss.lambda', 5, '5']])
    expect(literals(`lab.config({ loss: { lambda: 5 ] }, patch: { size: 4 } })\nlab.config({ 'train.lr': 1 })`)).toEqual([['loss.lambda', 5, '5'], ['train.lr', 1, '1']])
  })

  it('come to an end whatever is typed', () => {
    const pieces = fc.constantFrom('lab', '.', 'config', '(', ')', '[', ']', '{', '}', ',', ':', 'loss', 'lambda', '5', '-', "'causal'", 'lab.config({', 'loss: { lambda: 5 }')
    fc.assert(fc.property(fc.array(pieces, { maxLength: 30 }), (typed) => {
      const source = `lab.config({ ${typed.join(' ')}`
      for (const { from, to } of configLiterals(source)) expect(to).toBeGreaterThan(from)
    }), { numRuns: 500 })
  })

  it('are no expressions, no unknown keys, no comments, no options, no grids and nothing outside of a config', () => {
    expect(literals(`
      // lab.config({ loss: { lambda: 1 } })
      const s = "lab.config({ loss: { lambda: 1 } })"
      lab.config({ loss: { lambda: 2 * 3, lamda: 4, ...more }, patch: { size }, train: { steps: f(10, { seed: 1 }), seed: 3 } })
      lab.sweep(base, { 'loss.lambda': [1, 5] }, { seeds: 3 }); other.lab.config({ loss: { lambda: 1 } }); ({ loss: { lambda: 9 } })`)).toEqual([['train.seed', 3, '3']])
  })

  it('are written in place, and nothing else changes', () => {
    const source = `lab.config({ loss: { lambda: 5 }, mask: 'causal' }) // 5`
    const [lambda, mask] = configLiterals(source)
    expect(writeLiteral(source, lambda!, 0.5)).toBe(`lab.config({ loss: { lambda: 0.5 }, mask: 'causal' }) // 5`)
    expect(writeLiteral(source, mask!, 'transfusion')).toBe(`lab.config({ loss: { lambda: 5 }, mask: 'transfusion' }) // 5`)
  })
})

describe('the stops of a slider', () => {
  const stops = (path: string, value: number): number[] => ladder(configFields.get(path)!, value)

  it('stay in the schema\'s range and hold default and value', () => {
    for (const field of configFields.values()) {
      if (field.kind !== 'number' && field.kind !== 'integer') continue
      const all = ladder(field, field.initial as number)
      expect([all.every((stop) => stop >= field.minimum && stop <= field.maximum), all.includes(field.initial as number), all.length > 2], field.path).toEqual([true, true, true])
    }
  })

  it('are even for shares, a ladder for rates, powers of two for sizes', () => {
    expect(stops('data.captionFirst', 0.8).slice(0, 3)).toEqual([0, 0.05, 0.1])
    expect(stops('train.lr', 3e-4)).toEqual(expect.arrayContaining([0, 1e-4, 2e-4, 3e-4, 1e-3]))
    expect(stops('patch.size', 4)).toEqual(expect.arrayContaining([1, 2, 4, 8, 16, 64]))
    expect(stops('loss.lambda', 7.7)).toContain(7.7)
  })
})
