/** A row of bits, one a key: key k is bit `k & 31` of word `k >> 5`, as in a `BitMatrix`. Bits past the last key are 0. */
export type Row = Uint32Array

/** The keys whose value is true. @param values 0 or not, one a key */
export const rowOfValues = (values: ArrayLike<number>): Row => {
  const row = new Uint32Array(Math.ceil(values.length / 32))
  for (let w = 0, k = 0; w < row.length; w++) {
    let word = 0
    for (let end = Math.min(k + 32, values.length), bit = 1; k < end; k++, bit <<= 1) if (values[k] !== 0) word |= bit
    row[w] = word
  }
  return row
}

/**
 * Row q of a predicate over the positions of one sequence, right in the words from `begin` to before `end`: a query that may
 * see its own document alone needs no others. It is read, never changed, and holds until the next call.
 */
export type Rows = (q: number, begin: number, end: number) => Row
