import { fromBase64, toBase64 } from './base64.ts'
import { countBetween, popcount } from './countBits.ts'

/**
 * A square matrix of bits, row by row. Row `q` starts at word `q · wordsPerRow`; column k is bit `k & 31` of word `k >> 5`.
 * As text it is the base64 of the matrix without gaps: pair i = q · length + k is bit `i & 7` of byte `i >> 3`.
 * Words are little-endian, as they are on every machine that this runs on.
 */
export class BitMatrix {
  readonly length: number
  readonly wordsPerRow: number
  readonly words: Uint32Array

  constructor(length: number) {
    this.length = length
    this.wordsPerRow = Math.ceil(length / 32)
    this.words = new Uint32Array(length * this.wordsPerRow)
  }

  /** From one byte a pair, 0 or not. @param cells [T · T] */
  static fromCells(cells: Uint8Array, length: number): BitMatrix {
    const matrix = new BitMatrix(length)
    const { words, wordsPerRow } = matrix
    for (let q = 0, i = 0; q < length; q++) {
      const row = q * wordsPerRow
      for (let k = 0; k < length; k++, i++) if (cells[i] !== 0) words[row + (k >> 5)]! |= 1 << (k & 31)
    }
    return matrix
  }

  static fromBase64(text: string, length: number): BitMatrix {
    const packed = fromBase64(text)
    const matrix = new BitMatrix(length)
    if (length % 8 === 0) {
      // Rows begin with a byte of their own, as they do in words.
      const bytes = new Uint8Array(matrix.words.buffer), perRow = length / 8
      for (let q = 0; q < length; q++) bytes.set(packed.subarray(q * perRow, (q + 1) * perRow), q * matrix.wordsPerRow * 4)
      return matrix
    }
    for (let q = 0, i = 0; q < length; q++) for (let k = 0; k < length; k++, i++) if ((packed[i >> 3]! >> (i & 7)) & 1) matrix.set(q, k)
    return matrix
  }

  toBase64(): string {
    const { length } = this
    if (length % 32 === 0) return toBase64(new Uint8Array(this.words.buffer))
    const packed = new Uint8Array(Math.ceil((length * length) / 8))
    if (length % 8 === 0) {
      const bytes = new Uint8Array(this.words.buffer), perRow = length / 8
      for (let q = 0; q < length; q++) packed.set(bytes.subarray(q * this.wordsPerRow * 4, q * this.wordsPerRow * 4 + perRow), q * perRow)
    } else for (let q = 0, i = 0; q < length; q++) for (let k = 0; k < length; k++, i++) if (this.has(q, k)) packed[i >> 3]! |= 1 << (i & 7)
    return toBase64(packed)
  }

  has(query: number, key: number): boolean {
    return ((this.words[query * this.wordsPerRow + (key >> 5)]! >>> (key & 31)) & 1) === 1
  }

  set(query: number, key: number): void {
    this.words[query * this.wordsPerRow + (key >> 5)]! |= 1 << (key & 31)
  }

  row(query: number): Uint32Array {
    return this.words.subarray(query * this.wordsPerRow, (query + 1) * this.wordsPerRow)
  }

  /** The keys of a row, in order. */
  keys(query: number): number[] {
    const keys: number[] = []
    for (let k = 0; k < this.length; k++) if (this.has(query, k)) keys.push(k)
    return keys
  }

  /** How many bits are set. */
  count(): number {
    let sum = 0
    for (let i = 0; i < this.words.length; i++) sum += popcount(this.words[i]!)
    return sum
  }

  /** How many bits of a row are set in columns `from` ≤ k < `to`. */
  countInRow(query: number, from: number, to: number): number {
    return countBetween(this.words, query * this.wordsPerRow, from, to)
  }
}
