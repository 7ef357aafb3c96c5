import { expect, test } from 'vitest'
import { toBase64 } from './toBase64.ts'

test('any number of bytes, as Node writes them', () => {
  for (const length of [0, 1, 2, 3, 0x8000, 100_001]) {
    const bytes = Uint8Array.from({ length }, (_, i) => (i * 37) % 256)
    expect(toBase64(bytes) === Buffer.from(bytes).toString('base64')).toBe(true)
  }
})
