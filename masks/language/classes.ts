import type { Position } from '../position.ts'
import { partsOf, type Expression } from './expression.ts'
import { rowOfValues, type Row, type Rows } from './row.ts'
import { dependsOn, valuesOf, vectorOf } from './vectors.ts'

/** Classes of keys up to which a row is put together of their members; beyond, it is quicker to compute it for each key. */
const fewKeys = 128

/**
 * A truth about a query and a key that are mixed below it, such as `Math.abs(q.row - k.row) <= 2`. Positions that are alike
 * in all that it reads of them are of one class; it is computed for one query and one key of each.
 */
export const classesOf = (expression: Expression, positions: readonly Position[]): Rows => {
  const queries = grouped(partsReading(expression, 'q'), positions), keys = grouped(partsReading(expression, 'k'), positions)
  const few = keys.first.length <= fewKeys
  const vector = vectorOf(expression, queries.first.map((at) => positions[at]!), few ? keys.first.map((at) => positions[at]!) : positions)
  const members = few ? keys.first.map((_, one) => rowOfValues(keys.classOf.map((each) => (each === one ? 1 : 0)))) : []
  const made: (Row | undefined)[] = []
  const rowOf = (query: number): Row => {
    const values = vector(query)
    if (!few) return rowOfValues(values)
    const row = new Uint32Array(Math.ceil(positions.length / 32))
    for (let key = 0; key < members.length; key++) {
      if (values[key] !== 0) for (let i = 0; i < row.length; i++) row[i]! |= members[key]![i]!
    }
    return row
  }
  return (q) => (made[queries.classOf[q]!] ??= rowOf(queries.classOf[q]!))
}

/** The largest parts of an expression that read one position alone. */
const partsReading = (expression: Expression, which: 'q' | 'k'): Expression[] => {
  if (!dependsOn(expression, which)) return []
  if (!dependsOn(expression, which === 'q' ? 'k' : 'q')) return [expression]
  return partsOf(expression).flatMap((part) => partsReading(part, which))
}

/** Classes of positions on which all of some expressions agree: the class of each position, and the first position of each class. */
const grouped = (expressions: readonly Expression[], positions: readonly Position[]): { classOf: Int32Array; first: number[] } => {
  const columns = expressions.map((expression) => valuesOf(expression, positions))
  const known = new Map<string, number>(), first: number[] = []
  const classOf = Int32Array.from(positions, (_, at) => {
    const key = columns.map((values) => (Object.is(values[at], -0) ? '-0' : values[at])).join()
    const one = known.get(key)
    if (one !== undefined) return one
    known.set(key, first.length)
    first.push(at)
    return first.length - 1
  })
  return { classOf, first }
}
