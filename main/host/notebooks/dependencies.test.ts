import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../protocol/notebook.ts'
import { cellNames, dependenciesOf, nameClash } from './dependencies.ts'
import { staleCells, type RanCell } from './staleness.ts'

const cells = (...sources: string[]): Cell[] => sources.map((source, i) => ({ id: `c${i}`, kind: 'code', source }))

test('a cell depends on the cells that define what it uses, wherever they stand', () => {
  const graph = dependenciesOf(cells('const a = b', 'const b = 1', 'const c: number = a + b', 'c; const c2 = (a) => a', 'let = broken'))
  expect([...graph].map(([id, on]) => [id, [...on]])).toEqual([['c0', ['c1']], ['c1', []], ['c2', ['c0', 'c1']], ['c3', ['c2']], ['c4', []]])
})

test('markdown and broken cells have no names', () => {
  expect(cellNames({ kind: 'markdown', source: 'const a = 1' }).defines).toEqual([])
  expect(cellNames({ kind: 'code', source: 'const a = ' }).defines).toEqual([])
  const before = cellNames({ kind: 'code', source: 'const a = 1' })
  expect(cellNames({ kind: 'code', source: 'const a = ' }, before)).toBe(before)
})

test('a name that two cells define is an error that names both', () => {
  const all = cells('const base = 1', 'base', 'function base() {}')
  expect(nameClash(all[2]!, all)).toBe('"base" is defined by two cells, cell 1 (const base = 1) and cell 3 (function base() {}); rename it in one of them.')
  expect(nameClash(all[1]!, all)).toBeNull()
})

describe('stale marks', () => {
  const ran = (id: string, started: number | null, changes: Partial<RanCell> = {}): RanCell =>
    ({ id, contentHash: 'h', ranHash: started === null ? null : 'h', started, busy: false, ...changes })
  const chain = new Map([['b', new Set(['a'])], ['c', new Set(['b'])]])

  test('none after running in order', () => {
    expect(staleCells([ran('a', 1), ran('b', 2), ran('c', 3)], chain)).toEqual(new Set())
  })

  test('a changed source, and everything that depends on it', () => {
    expect(staleCells([ran('a', 1, { contentHash: 'new' }), ran('b', 2), ran('c', 3)], chain)).toEqual(new Set(['a', 'b', 'c']))
  })

  test('what a cell depends on ran later, or never', () => {
    expect(staleCells([ran('a', 9), ran('b', 2), ran('c', 3)], chain)).toEqual(new Set(['b', 'c']))
    expect(staleCells([ran('a', null), ran('b', 2)], chain)).toEqual(new Set(['b']))
  })

  test('a cell that never ran or is busy is not stale', () => {
    expect(staleCells([ran('a', 9), ran('b', null), ran('c', null)], chain)).toEqual(new Set())
    expect(staleCells([ran('a', 9), ran('b', 2, { busy: true })], chain)).toEqual(new Set())
  })

  test('cells that use each other do not loop', () => {
    const ring = new Map([['a', new Set(['b'])], ['b', new Set(['a'])]])
    expect(staleCells([ran('a', 1), ran('b', 2)], ring)).toEqual(new Set(['a', 'b']))
  })
})
