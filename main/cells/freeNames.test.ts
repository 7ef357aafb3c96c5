import { expect, test } from 'vitest'
import { freeNames } from './freeNames.ts'
import { parseCell } from './program.ts'
import { definedNames } from './topLevelNames.ts'

const free = (source: string) => [...freeNames(parseCell(source).tree)].sort()
const defined = (source: string) => definedNames(parseCell(source).tree)

test('names of the top level: declarations, destructuring, imports, exports', () => {
  expect(defined('const a = 1, { b, c: [d, ...e], f = 2, ...g } = x\nlet h\nvar i = 1\nfunction j() {}\nclass K {}')).toEqual(['a', 'b', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'K'])
  expect(defined("import m, { n as o } from 'node:fs'\nimport * as p from 'node:os'\nexport const q = 1\ntype R = 1\ninterface S {}\nif (q) { const t = 1 }")).toEqual(['m', 'o', 'p', 'q'])
})

test('names from elsewhere: used, assigned, in closures and default values', () => {
  expect(free('const runs = await lab.sweep(base, { [key]: values }, { seeds: 2 })')).toEqual(['base', 'key', 'lab', 'values'])
  expect(free('n += 1; ({ m } = o)')).toEqual(['m', 'n', 'o'])
  expect(free('const f = (a = b) => () => a + c')).toEqual(['b', 'c'])
  expect(free('x.y.z; x["q"]; ({ p: 1, r })')).toEqual(['r', 'x'])
})

test('names bound inside are not from elsewhere', () => {
  expect(free('runs.map((base) => base.id)')).toEqual(['runs'])
  expect(free('for (const run of runs) { const name = run.name; name }')).toEqual(['runs'])
  expect(free('try { a() } catch (error) { error }')).toEqual(['a'])
  expect(free('function f() { var v = 1; { v } ; return arguments }')).toEqual([])
  expect(free('const C = class D { static { const s = 1; s } m() { return D } }')).toEqual([])
  expect(free('for (let i = 0; i < 3; i++) { switch (i) { case 1: let z = 1; z } }')).toEqual([])
})

test('types are not uses', () => {
  expect(free('const a: Base = 1 as Other')).toEqual([])
})
