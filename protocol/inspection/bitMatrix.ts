import { fromBase64, toBase64 } from './base64.ts'
import { countBetween, popcount } from './countBits.ts'
import { packRuns, unpackRuns } from './wordRuns.ts'

const wordsFor = (length: number): number => Math.ceil(length / 32)

/**
 * A square matrix of bits, row by row. Row `q` starts at word `q · wordsPerRow`; column k is bit `k & 31` of word `k >> 5`.
 * As text it is the base64 of its words with their repetitions taken out, see `packRuns`.
 * Words are little-endian, as they are on every machine that this runs on.
 */
export class BitMatrix {
  readonly length: number
  readonly wordsPerRow: number
  readonly words: Uint32Array

  /** @param words of its rows; left out: none is set */
  constructor(length: number, words: Uint32Array = new Uint32Array(length * wordsFor(length))) {
    this.length = length
    this.wordsPerRow = wordsFor(length)
    this.words = words
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

  /** @throws Error when the text is not of a matrix of that length */
  static fromText(text: string, length: number): BitMatrix {
    return new BitMatrix(length, unpackRuns(new Uint32Array(fromBase64(text).buffer as ArrayBuffer), length * wordsFor(length)))
  }

  /** Short where much is alike, as in masks: 4,096 positions under `transfusion` are a twentieth of their bits. */
  toText(): string {
    const packed = packRuns(this.words)
    return toBase64(new Uint8Array(packed.buffer, 0, packed.byteLength))
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
    // From one to the next, so that an empty row costs little.
    this.row(query).forEach((word, w) => {
      for (let left = word; left !== 0; left &= left - 1) keys.push(w * 32 + 31 - Math.clz32(left & -left))
    })
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
