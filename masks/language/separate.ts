import { typeOf, type BinaryOperator, type Expression } from './expression.ts'
import { countsNull, dependsOn, valuesOf, zeroForNull } from './vectors.ts'
import type { Position } from '../position.ts'

type Comparison = Extract<Expression, { kind: 'binary' }>

const sizes: readonly BinaryOperator[] = ['<', '<=', '>', '>=']
const turned: Partial<Record<BinaryOperator, BinaryOperator>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' }

/**
 * |x| < y is x < y and −x < y, and |x| > y is x > y or −x > y, whatever the numbers: so a distance becomes two comparisons
 * of a difference. Null for what is no comparison with a distance.
 */
export const withoutDistance = ({ operator, left, right }: Comparison): Expression | null => {
  if (!sizes.includes(operator)) return null
  const [distance, other, way] = left.kind === 'call' && left.name === 'abs' ? [left, right, operator] as const : [right, left, turned[operator]!] as const
  if (distance.kind !== 'call' || distance.name !== 'abs') return null
  const x = distance.given[0]!
  const side = (part: Expression): Expression => ({ kind: 'binary', operator: way, left: part, right: other })
  return { kind: 'binary', operator: way === '<' || way === '<=' ? '&&' : '||', left: side(x), right: side({ kind: 'minus', operand: x }) }
}

/** Up to here sums of whole numbers are exact, in whatever order. */
const exact = 2 ** 40

/** A comparison of a number of the query with one of the key. */
interface SidesApart {
  operator: BinaryOperator
  query: Float64Array
  key: Float64Array
}

/**
 * A comparison with what is of the query on its left and what is of the key on its right, where it can be written so:
 * q.image === k.image, k.index <= q.index, and of sums and differences q.index - k.index < 4 as q.index - 4 < k.index.
 * Null where a term mixes the two, or is no whole number at some position, so that another order of adding might round otherwise.
 */
export const sidesApart = (comparison: Comparison, positions: readonly Position[]): SidesApart | null => {
  const { operator, left, right } = comparison
  const numbers = (side: Expression): Float64Array => {
    const values = valuesOf(side, positions)
    return countsNull(comparison) && typeOf(side) === 'image' ? values.map(zeroForNull) : values
  }
  if (!dependsOn(left, 'k') && !dependsOn(right, 'q')) return { operator, query: numbers(left), key: numbers(right) }
  if (!dependsOn(right, 'k') && !dependsOn(left, 'q')) return { operator: turned[operator] ?? operator, query: numbers(right), key: numbers(left) }

  const query = new Float64Array(positions.length), key = new Float64Array(positions.length)
  const add = (term: Expression, sign: number): boolean => {
    if (!dependsOn(term, 'q') || !dependsOn(term, 'k')) {
      const values = valuesOf(term, positions), [into, way] = dependsOn(term, 'k') ? [key, -sign] : [query, sign]
      for (let i = 0; i < values.length; i++) into[i]! += way * values[i]!
      return values.every((value) => Number.isInteger(value) && Math.abs(value) < exact)
    }
    if (term.kind === 'minus') return add(term.operand, -sign)
    if (term.kind !== 'binary' || (term.operator !== '+' && term.operator !== '-')) return false
    return add(term.left, sign) && add(term.right, term.operator === '+' ? sign : -sign)
  }
  return add(left, 1) && add(right, -1) ? { operator, query, key } : null
}
