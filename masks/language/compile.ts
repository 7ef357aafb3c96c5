import type { Position } from '../position.ts'
import { classesOf } from './classes.ts'
import { comparedRows } from './compared.ts'
import { typeOf, type Expression } from './expression.ts'
import { rowOfValues, type Row, type Rows } from './row.ts'
import { sidesApart, withoutDistance } from './separate.ts'
import { dependsOn, valuesOf } from './vectors.ts'

type Join = (out: Row, a: Row, b: Row, c: Row, begin: number, end: number) => void

/**
 * A predicate over a sequence, ready to give its rows. No code is generated: the tree becomes a tree of closures over
 * rows of bits, 32 keys in a word. What joins truths is done word by word; a comparison of a value of the query
 * with a value of the key looks its row up among the sorted values; and what mixes the two below a comparison is
 * computed once for each kind of query and key. So a 4,096 × 4,096 mask takes some milliseconds.
 */
export const compile = (expression: Expression, positions: readonly Position[]): Rows => {
  if (!dependsOn(expression, 'k')) {
    const values = valuesOf(expression, positions)
    const [none, all] = [0, 1].map((value) => rowOfValues(new Float64Array(positions.length).fill(value)))
    return (q) => (values[q] === 0 ? none! : all!)
  }
  if (!dependsOn(expression, 'q')) {
    const row = rowOfValues(valuesOf(expression, positions))
    return () => row
  }
  const out = new Uint32Array(Math.ceil(positions.length / 32))
  const over = (join: Join, ...parts: Expression[]): Rows => {
    const [a, b = a, c = a] = parts.map((part) => compile(part, positions))
    return (q, begin, end) => {
      join(out, a!(q, begin, end), b!(q, begin, end), c!(q, begin, end), begin, end)
      return out
    }
  }
  if (expression.kind === 'not') return over(complement(positions.length), expression.operand)
  if (expression.kind === 'choice') return over(choose, expression.test, expression.yes, expression.no)
  if (expression.kind === 'binary') {
    const { operator, left, right } = expression
    if (operator === '&&') return over(intersect, left, right)
    if (operator === '||') return over(unite, left, right)
    const apart = sidesApart(expression, positions)
    if (apart) return comparedRows(apart.operator, apart.query, apart.key)
    const sides = withoutDistance(expression)
    if (sides) return compile(sides, positions)
    if (typeOf(left) === 'boolean') return over(operator === '===' ? alike(positions.length) : differ, left, right)
  }
  return classesOf(expression, positions)
}

// Loops of their own: one that called a function for each word would take several times as long.
const intersect: Join = (out, a, b, _, begin, end) => { for (let i = begin; i < end; i++) out[i] = a[i]! & b[i]! }
const unite: Join = (out, a, b, _, begin, end) => { for (let i = begin; i < end; i++) out[i] = a[i]! | b[i]! }
const differ: Join = (out, a, b, _, begin, end) => { for (let i = begin; i < end; i++) out[i] = a[i]! ^ b[i]! }
const choose: Join = (out, test, yes, no, begin, end) => { for (let i = begin; i < end; i++) out[i] = (test[i]! & yes[i]!) | (~test[i]! & no[i]!) }
const complement = (length: number): Join => (out, a, _b, _c, begin, end) => { for (let i = begin; i < end; i++) out[i] = ~a[i]!; trim(out, length) }
const alike = (length: number): Join => (out, a, b, _, begin, end) => { for (let i = begin; i < end; i++) out[i] = ~(a[i]! ^ b[i]!); trim(out, length) }

/** Clears the bits of the last word that stand for no key. */
const trim = (row: Row, length: number): void => {
  if (length % 32 !== 0) row[row.length - 1]! &= 2 ** (length % 32) - 1
}
