import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeNumbers, fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './halfPrecision.ts'

const bits = (value: number): number => new Uint32Array(Float32Array.of(value).buffer)[0]!
const valueOf = (word: number): number => new Float32Array(Uint32Array.of(word).buffer)[0]!

describe('rounding to nearest, ties to even', () => {
  test.each([
    [0x3f800000, 0x3f80], // 1
    [0x3f808000, 0x3f80], // half way between two: the even one, below
    [0x3f818000, 0x3f82], // half way: the even one, above
    [0x3f808001, 0x3f81], // just above half way
    [0x3f807fff, 0x3f80], // just below
    [0xbf818000, 0xbf82],
    [0x00000001, 0x0000], [0x80000000, 0x8000], [0x7f800000, 0x7f80], [0x7f7fffff, 0x7f80], [0x7fc00000, 0x7fc0], [0x7f800001, 0x7fc0],
  ])('bfloat16 of %i is %i', (word, half) => expect(toBfloat16(new Float32Array(Uint32Array.of(word).buffer))[0]).toBe(half))

  test.each([[1, 0x3c00], [1 + 2 ** -11, 0x3c00], [1 + 3 * 2 ** -11, 0x3c02], [65504, 0x7bff], [-2, 0xc000], [2 ** -24, 1], [2 ** -25, 0], [3 * 2 ** -25, 2]])(
    'float16 of %d is %i', (value, half) => expect(toFloat16(Float32Array.of(value))[0]).toBe(half))

  test('no bfloat16 lies nearer', () => {
    fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true, min: Math.fround(-1e38), max: Math.fround(1e38) }), (value) => {
      const half = toBfloat16(Float32Array.of(value))[0]!
      const error = (word: number): number => Math.abs(valueOf((word & 0xffff) << 16) - value)
      expect(error(half)).toBeLessThanOrEqual(Math.min(error(half - 1) || Infinity, error(half + 1) || Infinity))
    }))
  })

  test('what is a half already stays the same bits, both ways', () => {
    const halves = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((half) => (half & 0x7fff) <= 0x7c00)
    expect(toFloat16(fromFloat16(halves))).toEqual(halves)
    const wide = Uint16Array.from({ length: 65536 }, (_, i) => i).filter((half) => (half & 0x7fff) <= 0x7f80)
    expect(toBfloat16(fromBfloat16(wide))).toEqual(wide)
  })
})

test('a value beyond the range is refused by name', () => {
  expect(() => encodeNumbers('w', Float32Array.of(1, 65520), 'fp16')).toThrow('w holds 65520, which is beyond the range of fp16; export fp32 or bf16.')
  expect(() => encodeNumbers('w', Float32Array.of(3.4e38), 'bf16')).toThrow('beyond the range of bf16; export fp32.')
  expect(bits(new Float32Array(encodeNumbers('w', Float32Array.of(65520), 'fp32').slice().buffer)[0]!)).toBe(bits(65520))
})
