import { placeName, type BitMatrix } from '../../../protocol/inspection/index.ts'
import { kindAt, kindTable } from '../matrix/kinds.ts'
import type { Sequence } from '../matrix/sequence.ts'

/** A field as RFC 4180 has it: quoted where it holds a comma, a quote or an end of line. */
const field = (value: string | number): string => {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

export const toCsv = (head: readonly string[], rows: Iterable<readonly (string | number)[]>): string => {
  const lines = [head.join(',')]
  for (const row of rows) lines.push(row.map(field).join(','))
  return `${lines.join('\r\n')}\r\n`
}

/** Every allowed pair in a line: positions, what they are, kind. @param most refuses a file of more lines; null is the refusal */
export const pairsCsv = (sequence: Sequence, matrix: BitMatrix, most: number): string | null => {
  const table = kindTable(sequence)
  const rows: (string | number)[][] = []
  const words = sequence.positions.map((_, i) => placeName(sequence, i))
  for (let q = 0; q < sequence.length; q++) {
    for (const k of matrix.keys(q)) {
      if (rows.length === most) return null
      rows.push([q, k, words[q]!, words[k]!, kindAt(sequence, table, q, k)])
    }
  }
  return toCsv(['query', 'key', 'query is', 'key is', 'kind'], rows)
}

/** A matrix of numbers, a row a line, the positions of the keys as the head. */
export const matrixCsv = (values: Float32Array, length: number, stride: number): string =>
  toCsv(['query', ...Array.from({ length }, (_, k) => String(k))],
    Array.from({ length }, (_, q) => [q, ...values.subarray(q * stride, q * stride + length)]))
