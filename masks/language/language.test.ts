import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Position } from '../position.ts'
import { compile } from './compile.ts'
import type { Expression, Property } from './expression.ts'
import { parsePredicate, type Constants } from './parse.ts'
import { printPredicate } from './print.ts'
import { rowOfValues } from './row.ts'

const position = fc.record({
  index: fc.nat(30), modality: fc.constantFrom('text' as const, 'image' as const), image: fc.option(fc.nat(2)), row: fc.nat(3), col: fc.nat(3),
  document: fc.nat(2), offset: fc.nat(9), noise: fc.constantFrom(0, 0.5, 1),
})

const numbers = fc.constantFrom<Property>('index', 'row', 'col', 'document', 'offset', 'noise', 'image')
const side = fc.constantFrom('q' as const, 'k' as const)
const { boolean: predicate } = fc.letrec<{ number: Expression; boolean: Expression }>((tie) => ({
  number: fc.oneof({ maxDepth: 3 },
    fc.record({ kind: fc.constant('property' as const), of: side, name: numbers }),
    fc.nat(9).map((value): Expression => ({ kind: 'literal', value })),
    fc.record({ kind: fc.constant('minus' as const), operand: tie('number') }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('+', '-', '*', '/', '%'), left: tie('number'), right: tie('number') }),
    fc.record({ kind: fc.constant('call' as const), name: fc.constantFrom('abs', 'floor'), given: fc.tuple(tie('number')) }),
    fc.record({ kind: fc.constant('call' as const), name: fc.constantFrom('min', 'max'), given: fc.tuple(tie('number'), tie('number')) })),
  boolean: fc.oneof({ maxDepth: 4 },
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('===', '!==', '<', '<=', '>', '>='), left: tie('number'), right: tie('number') }),
    fc.record({ kind: fc.constant('property' as const), of: side, name: fc.constant('noisy' as const) }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('===', '!=='), left: fc.record({ kind: fc.constant('property' as const), of: side, name: fc.constant('image' as const) }), right: fc.constant<Expression>({ kind: 'literal', value: null }) }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('===', '!=='), left: fc.record({ kind: fc.constant('property' as const), of: side, name: fc.constant('modality' as const) }), right: fc.constantFrom('text' as const, 'image' as const).map((value): Expression => ({ kind: 'literal', value })) }),
    fc.record({ kind: fc.constant('not' as const), operand: tie('boolean') }),
    fc.record({ kind: fc.constant('binary' as const), operator: fc.constantFrom('&&', '||'), left: tie('boolean'), right: tie('boolean') }),
    fc.record({ kind: fc.constant('choice' as const), test: tie('boolean'), yes: tie('boolean'), no: tie('boolean') })),
})) as { boolean: fc.Arbitrary<Expression> }

type Judge = (pair: { q: Position & { noisy: boolean }; k: Position & { noisy: boolean } }) => boolean

describe('a predicate', () => {
  test('answers as JavaScript itself would, null and division by zero included', () => {
    fc.assert(fc.property(predicate, fc.array(position, { minLength: 1, maxLength: 40 }), (expression, positions) => {
      const judge = new Function(`return ${printPredicate(expression)}`)() as Judge
      const rows = compile(expression, positions)
      const seen = positions.map((p) => ({ ...p, noisy: p.noise > 0 }))
      positions.forEach((_, q) => {
        expect([...rows(q, 0, Math.ceil(positions.length / 32))]).toEqual([...rowOfValues(seen.map((k) => Number(judge({ q: seen[q]!, k }))))])
      })
    }), { numRuns: 300 })
  })

  test('over many keys of as many kinds answers as over few', () => {
    const positions = Array.from({ length: 300 }, (_, index): Position => ({ index, modality: 'text', image: index % 7 === 0 ? null : index % 7, row: index % 13, col: index % 5, document: 0, offset: index, noise: (index % 3) / 2 }))
    fc.assert(fc.property(predicate, fc.nat(299), (expression, q) => {
      const judge = new Function(`return ${printPredicate(expression)}`)() as Judge
      const seen = positions.map((p) => ({ ...p, noisy: p.noise > 0 }))
      expect([...compile(expression, positions)(q, 0, 10)]).toEqual([...rowOfValues(seen.map((k) => Number(judge({ q: seen[q]!, k }))))])
    }), { numRuns: 150 })
  })

  test('read back from its text is the same text', () => {
    fc.assert(fc.property(predicate, (expression) => {
      const text = printPredicate(expression)
      expect(printPredicate(parsePredicate('m', text))).toBe(text)
    }))
  })

  const canonical = (source: string, constants?: Constants): string => printPredicate(parsePredicate('m', source, constants))

  test('has one text, whatever its names, spaces, constants and statements', () => {
    const text = '({ q, k }) => k.index <= q.index && q.index - k.index < 4'
    expect(canonical('({q,k})=>k.index<=q.index&&(q.index-k.index<4)')).toBe(text)
    expect(canonical('(query, key) => key.index <= query.index && query.index - key.index < 4')).toBe(text)
    expect(canonical('({ q: a, k: b }, { reach }) => b.index <= a.index && a.index - b.index < reach', { reach: 4 })).toBe(text)
    expect(canonical('function ({ q, k }) {\n  const back = q.index - k.index\n  return k.index <= q.index && back < 4\n}')).toBe(text)
    expect(canonical('({ q, k }) => { if (k.index > q.index) return false; else { return true } }')).toBe('({ q, k }) => k.index > q.index ? false : true')
  })

  test.each([
    ['({ q, k }) => k.index <= q.idx', 'line 1, column 26: a position has no "idx"; did you mean "index"?'],
    ['({ q, k }) => k.index <= limit', '"limit" is not known in a mask, which is kept as text; give it as a constant'],
    ['({ q, k }, { limit }) => k.index <= limit', 'the constant "limit" has no value; give it: { constants: { limit: 4 } }'],
    ['({ q, k }) => Math.random() < 0.5', 'Math.random is not a function of q and k'],
    ['({ q, k }) => fetch("x")', '"fetch("x")" is not part of a mask'],
    ['({ q, k }) => q.constructor.constructor("return 1")()', 'is not part of a mask'],
    ['({ q, k }) => q["index"] > 1', '"q["index"]" is not part of a mask'],
    ['({ q, k }) => k.index = 3', '"k.index = 3" is not part of a mask'],
    ['({ q, k }) => { let seen = 0; return seen < 1 }', '"let" can change, and a mask is a pure function; write "const"'],
    ['({ q, k }) => { while (true) {} }', '"while (true) {}" is not part of a mask'],
    ['({ q, k }) => { if (q.noisy) return true }', 'not every way through the mask returns a value'],
    ['({ q, k }) => k.image == q.image', 'write === in place of =='],
    ['({ q, k }) => k.modality === "picture"', 'a modality is \'text\', \'image\' or \'wave\', not "picture"'],
    ['({ q, k }) => k.modality === q.index', '"k.modality === q.index" compares a modality with a number, which is never equal'],
    ['({ q, k }) => k.index', 'it answers a number, and a mask answers true or false'],
    ['({ q, k }) => k.index && true', '"k.index" in "k.index && true" is a number; true or false belongs there'],
    ['({ q, k }) => q === k', '"q" is a position; read one of its fields'],
    [`({ q, k }) => { const a0 = q.row; ${Array.from({ length: 60 }, (_, i) => `const a${i + 1} = a${i} + a${i};`).join('')} return a60 > 1 }`, 'has more than 2000 parts'],
    ['async ({ q, k }) => true', 'a mask answers at once'],
    ['({ q, k }) => true; alert(1)', 'the mask ends here, and more follows'],
    ['({ q, k }) => ', 'this is no JavaScript expression'],
    ['k.index <= q.index', 'a mask is an arrow function'],
  ])('%s is refused: %s', (source, sentence) => {
    expect(() => parsePredicate('m', source)).toThrow(sentence)
    expect(() => parsePredicate('m', source)).toThrow(/^Mask "m"[^\n]*\.$/)
  })
})
