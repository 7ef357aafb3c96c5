import { describe, expect, it } from 'vitest'
import { matrixOf } from '../matrix/bits.ts'
import { testSequence, transfusion } from '../matrix/testSequence.ts'
import { matrixCsv, pairsCsv, toCsv } from './csv.ts'
import { toNpy } from './npy.ts'

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
