import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { testSequence, transfusion } from '../matrix/testSequence.ts'
import { matrixCsv, pairsCsv, toCsv } from './csv.ts'
import { toNpy } from './npy.ts'
import { inspectorSvg } from './svg.ts'
import { matrixPaths } from './svgMatrix.ts'

describe('.npy', () => {
  const headOf = (file: Uint8Array): string => String.fromCharCode(...file.subarray(10, 10 + (file[8]! | (file[9]! << 8))))

  it('has the magic, version 1.0, and data from a multiple of 64 on', () => {
    const file = toNpy(Float32Array.from([1, -2, 0.5, 0, 3, 4]), 2, 3)
    expect([...file.subarray(0, 8)]).toEqual([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
    expect(headOf(file)).toMatch(/^\{'descr': '<f4', 'fortran_order': False, 'shape': \(2, 3\), \} *\n$/)
    const data = 10 + headOf(file).length
    expect([data % 64, file.length]).toEqual([0, data + 24])
    expect(Array.from({ length: 6 }, (_, i) => new DataView(file.buffer).getFloat32(data + 4 * i, true))).toEqual([1, -2, 0.5, 0, 3, 4])
  })

  it('writes a mask as booleans', () => {
    const file = toNpy(Uint8Array.from([1, 0, 1, 1]), 2, 2)
    expect(headOf(file)).toContain("'|b1'")
    expect([...file.subarray(-4)]).toEqual([1, 0, 1, 1])
    expect(() => toNpy(Uint8Array.from([1]), 2, 2)).toThrow('1 numbers are no 2 × 2 matrix')
  })
})

describe('CSV', () => {
  it('quotes what would break a line', () => {
    expect(toCsv(['a', 'b'], [['x,y', 'say "no"'], [1, 'two\nlines']])).toBe('a,b\r\n"x,y","say ""no"""\r\n1,"two\nlines"\r\n')
  })

  it('lists each allowed pair once, and refuses a file that nobody can open', () => {
    const sequence = testSequence('t1 i2'), mask = matrixOf(5, transfusion(sequence))
    const lines = pairsCsv(sequence, mask, 100)!.trim().split('\r\n')
    expect(lines).toHaveLength(1 + 21)
    expect(lines[2]).toBe('1,0,"patch (1,1) of image 1","position 0 (""a"")",imageToText')
    expect(pairsCsv(sequence, mask, 20)).toBeNull()
  })

  it('writes a matrix with its keys as the head', () => {
    expect(matrixCsv(Float32Array.from([1, 0, 9, 0.5, 0.5, 9]), 2, 3)).toBe('query,0,1\r\n0,1,0\r\n1,0.5,0.5\r\n')
  })
})

describe('SVG', () => {
  const sequence = testSequence('t2 i2 t1'), mask = matrixOf(7, transfusion(sequence))
  const red = [255, 0, 0] as const, black = [0, 0, 0] as const

  it('draws exactly the allowed pairs, as rectangles that do not overlap', () => {
    fc.assert(fc.property(fc.array(fc.boolean(), { minLength: 49, maxLength: 49 }), (cells) => {
      const paths = matrixPaths(sequence, [{ matrix: matrixOf(7, (q, k) => cells[q * 7 + k]!), colour: 0 }], [red])!
      const drawn = Array<number>(49).fill(0)
      for (const [, x, y, w, h] of paths.matchAll(/M(\d+) (\d+)h(\d+)v(\d+)/g)) {
        for (let q = Number(y); q < Number(y) + Number(h); q++) for (let k = Number(x); k < Number(x) + Number(w); k++) drawn[q * 7 + k]!++
      }
      expect(drawn).toEqual(cells.map(Number))
    }))
  })

  it('joins queries that see the same, and refuses what would be too many pieces', () => {
    expect(matrixPaths(sequence, [{ matrix: mask, colour: 0 }], [red])).toBe('<path fill="#ff0000" d="M0 0h1v1h-1zM0 1h2v1h-2zM0 2h6v4h-6zM0 6h7v1h-7z"/>')
    const long = testSequence('t500')
    expect(matrixPaths(long, [{ matrix: matrixOf(500, (q, k) => (q + k) % 2 === 0), colour: 0 }], [red])).toBeNull()
  })

  it('has the strip, its pictures, the matrix and a legend, and says what is written in it literally', () => {
    const shown = { ...sequence, images: sequence.images.map((image) => ({ ...image, png: 'data:image/png;base64,AAAA' })), positions: sequence.positions.map((position, i) => (i === 0 ? { ...position, text: '<' } : position)) }
    const colours = { text: black, faint: black, paper: red, background: red, chip: red, accent: black, line: black }
    const svg = inspectorSvg({ title: 'a < b', sequence: shown, matrices: [{ name: 'transfusion', body: '<path d="M0 0h1"/>', legend: [{ name: 'text → text', colour: red }] }], lit: { at: 1, marks: new Uint8Array(7).fill(1) }, colours })
    for (const part of ['<title>a &lt; b</title>', '>&lt;</text>', 'href="data:image/png;base64,AAAA"', '>transfusion</text>', '>text → text</text>', '>image 1</text>', '<path d="M0 0h1"/>']) expect(svg).toContain(part)
    expect(svg.match(/stroke-width="2.5"/g)).toHaveLength(1)
  })
})
