import type { Position } from '../position.ts'
import { partsOf, typeOf, type Expression, type Property } from './expression.ts'
import { operate } from './operate.ts'

/** A predicate over the positions of one sequence: writes row `q`, one byte a key, 0 or 1. */
export type Rows = (q: number, row: Uint8Array) => void

/**
 * A predicate over a sequence, ready to give its rows. A row is computed whole, operator by operator over all keys, and
 * what depends on the key alone is computed once: a 4,096 × 4,096 mask takes a fraction of a second without any code being generated.
 */
export const compile = (expression: Expression, positions: readonly Position[]): Rows => {
  const vector = vectorOf(expression, positions)
  return (q, row) => {
    const values = vector(q)
    for (let k = 0; k < row.length; k++) row[k] = values[k]!
  }
}

/** The values of an expression for query q and every key. The array is the node's own: it holds until the next call. */
type Vector = (q: number) => Float64Array

const vectorOf = (expression: Expression, positions: readonly Position[]): Vector => {
  const length = positions.length
  if (!dependsOn(expression, 'k')) {
    const values = valuesOf(expression, positions), out = new Float64Array(length)
    return (q) => out.fill(values[q]!)
  }
  if (!dependsOn(expression, 'q')) {
    const values = valuesOf(expression, positions)
    return () => values
  }
  return combined(expression, (part) => vectorOf(part, positions), length)
}

/** The values of an expression of one position, for each position. */
const valuesOf = (expression: Expression, positions: readonly Position[]): Float64Array => {
  if (expression.kind === 'property') return Float64Array.from(positions, (position) => encode(fieldOf(position, expression.name)))
  if (expression.kind === 'literal') return new Float64Array(positions.length).fill(encode(expression.value))
  return combined(expression, (part) => () => valuesOf(part, positions), positions.length)(0)
}

const combined = (expression: Expression, of: (part: Expression) => Vector, length: number): Vector => {
  const parts = partsOf(expression).map((part) => (countsNull(expression) && typeOf(part) === 'image' ? nullAsZero(of(part), length) : of(part)))
  const operator = expression.kind === 'binary' ? expression.operator : expression.kind === 'call' ? expression.name : expression.kind
  const out = new Float64Array(length)
  return (q) => {
    const [a, b = a, c = a] = parts.map((part) => part(q))
    operate(operator, out, a!, b!, c!)
    return out
  }
}

/** Where JavaScript takes null for 0: everywhere but in === and !==, and in the branches of ?:. */
const countsNull = (expression: Expression): boolean =>
  expression.kind === 'minus' || expression.kind === 'call' || (expression.kind === 'binary' && expression.operator !== '===' && expression.operator !== '!==')

const nullAsZero = (vector: Vector, length: number): Vector => {
  const out = new Float64Array(length)
  return (q) => {
    const values = vector(q)
    for (let i = 0; i < length; i++) out[i] = values[i] === nothing ? 0 : values[i]!
    return out
  }
}

const dependsOn = (expression: Expression, which: 'q' | 'k'): boolean =>
  expression.kind === 'property' ? expression.of === which : partsOf(expression).some((part) => dependsOn(part, which))

const fieldOf = (position: Position, name: Property): number | boolean | string | null => (name === 'noisy' ? position.noise > 0 : position[name])

/** null has a number of its own, which no field has, so that === tells it from 0. */
const nothing = -(2 ** 60)
const encode = (value: number | boolean | string | null): number =>
  value === null ? nothing : value === 'text' ? 0 : value === 'image' ? 1 : value === 'wave' ? 2 : Number(value)
