import type { Position } from '../position.ts'
import { partsOf, typeOf, type Expression, type Property } from './expression.ts'
import { operate } from './operate.ts'

/** The values of an expression for query q and every key. The array is the node's own: it holds until the next call. */
export type Vector = (q: number) => Float64Array

/** An expression of any type, computed operator by operator over all keys of a query. @param queries, keys what q and k number */
export const vectorOf = (expression: Expression, queries: readonly Position[], keys: readonly Position[]): Vector => {
  if (!dependsOn(expression, 'k')) {
    const values = valuesOf(expression, queries), out = new Float64Array(keys.length)
    return (q) => out.fill(values[q]!)
  }
  if (!dependsOn(expression, 'q')) {
    const values = valuesOf(expression, keys)
    return () => values
  }
  return combined(expression, (part) => vectorOf(part, queries, keys), keys.length)
}

/** The values of an expression of one position, for each position. True is 1, false 0, and null a number of its own. */
export const valuesOf = (expression: Expression, positions: readonly Position[]): Float64Array => {
  if (expression.kind === 'property') {
    const values = new Float64Array(positions.length)
    for (let i = 0; i < values.length; i++) values[i] = encode(fieldOf(positions[i]!, expression.name))
    return values
  }
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
export const countsNull = (expression: Expression): boolean =>
  expression.kind === 'minus' || expression.kind === 'call' || (expression.kind === 'binary' && expression.operator !== '===' && expression.operator !== '!==')

const nullAsZero = (vector: Vector, length: number): Vector => {
  const out = new Float64Array(length)
  return (q) => {
    const values = vector(q)
    for (let i = 0; i < length; i++) out[i] = zeroForNull(values[i]!)
    return out
  }
}

export const zeroForNull = (value: number): number => (value === nothing ? 0 : value)

export const dependsOn = (expression: Expression, which: 'q' | 'k'): boolean =>
  expression.kind === 'property' ? expression.of === which : partsOf(expression).some((part) => dependsOn(part, which))

const fieldOf = (position: Position, name: Property): number | boolean | string | null => (name === 'noisy' ? position.noise > 0 : position[name])

/** null has a number of its own, which no field has, so that === tells it from 0. */
const nothing = -(2 ** 60)
const encode = (value: number | boolean | string | null): number =>
  value === null ? nothing : value === 'text' ? 0 : value === 'image' ? 1 : value === 'wave' ? 2 : Number(value)
