import { expect, test } from 'vitest'
import { contentHash, identifyCells, type KnownCell } from './cellIdentity.ts'
import type { FileCell } from './percentFormat.ts'

const code = (source: string): FileCell => ({ kind: 'code', source })
const known = (id: string, source: string, position: number): KnownCell => ({ id, contentHash: contentHash(code(source)), position })
const ids = (sources: string[], before: KnownCell[]) => identifyCells(sources.map(code), before).map(({ id }) => id)

test('an unchanged file gets the same ids each time, also for equal cells', () => {
  const first = ids(['a', 'a', 'b'], [])
  expect(ids(['a', 'a', 'b'], [])).toEqual(first)
  expect(new Set(first).size).toBe(3)
})

test('a known cell keeps its id wherever it moved', () => {
  expect(ids(['b', 'new', 'a'], [known('A', 'a', 0), known('B', 'b', 1)])).toEqual(['B', expect.any(String), 'A'])
})

test('of equal cells the nearest keeps the id', () => {
  expect(ids(['x', 'a', 'a'], [known('A1', 'a', 1), known('A2', 'a', 2)])).toEqual([expect.any(String), 'A1', 'A2'])
})

test('an edited cell keeps its id by its place, also below an inserted one', () => {
  const before = [known('A', 'a', 0), known('B', 'b', 1), known('C', 'c', 2)]
  expect(ids(['a', 'b2', 'c'], before)).toEqual(['A', 'B', 'C'])
  expect(ids(['new', 'a', 'b2', 'c'], before)).toEqual([expect.any(String), 'A', 'B', 'C'])
})
