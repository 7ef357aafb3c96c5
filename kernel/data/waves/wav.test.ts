import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeWav, encodeWav, fitWave } from './wav.ts'

const samples = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }).map((values) => Float32Array.from(values))

/** A WAV file with these bytes as format and data chunks, and a chunk between them that no one knows. */
const riff = (format: Buffer, data: Buffer): Buffer => {
  const chunk = (name: string, bytes: Buffer): Buffer => {
    const head = Buffer.alloc(8)
    head.write(name, 'latin1')
    head.writeUInt32LE(bytes.length, 4)
    return Buffer.concat([head, bytes, Buffer.alloc(bytes.length % 2)])
  }
  const body = Buffer.concat([Buffer.from('WAVE'), chunk('fmt ', format), chunk('LIST', Buffer.from('odd')), chunk('data', data)])
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body])
}
const formatOf = (kind: number, channels: number, rate: number, bits: number): Buffer => {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt16LE(kind, 0)
  bytes.writeUInt16LE(channels, 2)
  bytes.writeUInt32LE(rate, 4)
  bytes.writeUInt16LE(bits, 14)
  return bytes
}
const floats = (...values: number[]): Buffer => Buffer.from(Float32Array.from(values).buffer)

describe('WAV files', () => {
  test('what is written comes back, to 16 bits', () => {
    fc.assert(fc.property(samples, fc.constantFrom(8000, 44100), (values, rate) => {
      const back = decodeWav(encodeWav({ rate, samples: values }))
      expect(back.rate).toBe(rate)
      expect(back.samples.length).toBe(values.length)
      back.samples.forEach((value, i) => expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(1 / 32768))
    }))
  })

  test('32-bit floats, several channels and unknown chunks are read; channels become their mean', () => {
    expect(decodeWav(riff(formatOf(3, 2, 8000, 32), floats(0.5, 0, -1, 1)))).toEqual({ rate: 8000, samples: Float32Array.of(0.25, 0) })
  })

  const good = riff(formatOf(3, 1, 8000, 32), floats(0.5))
  test.each([
    ['another file', Buffer.from('this is no sound'), 'it is no RIFF WAVE file'],
    ['one that is cut', good.subarray(0, good.length - 2), 'its chunk "data" says 4 bytes and the file has 2 left'],
    ['24 bits', riff(formatOf(1, 1, 8000, 24), Buffer.alloc(3)), 'format 1 with 24 bits; 16-bit PCM and 32-bit float can be read'],
    ['no samples', riff(formatOf(1, 1, 8000, 16), Buffer.alloc(0)), 'it has no samples'],
    ['no channels', riff(formatOf(1, 0, 8000, 16), Buffer.alloc(2)), 'it says 0 channels'],
    ['NaN', riff(formatOf(3, 1, 8000, 32), floats(NaN)), 'samples that are no numbers'],
  ])('%s is refused', (_, bytes, reason) => expect(() => decodeWav(bytes)).toThrow(reason))

  test('any bytes are read or refused in words', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(good.length - 1), (bytes, at) => {
      const broken = Buffer.from(good)
      broken.set(bytes.subarray(0, Math.max(0, broken.length - at)), at)
      try {
        decodeWav(broken)
      } catch (error) {
        expect((error as Error).message).toMatch(/^it|^its/)
      }
    }))
  })
})

describe('fitting', () => {
  test('at its own rate a wave is cut, or followed by silence', () => {
    const wave = { rate: 8000, samples: Float32Array.of(1, 0.5, -0.5) }
    expect(fitWave(wave, { rate: 8000, samples: 2 }).samples).toEqual(Float32Array.of(1, 0.5))
    expect(fitWave(wave, { rate: 8000, samples: 5 }).samples).toEqual(Float32Array.of(1, 0.5, -0.5, 0, 0))
  })

  test('at half the rate each value is the mean of two, at twice the rate every other lies between', () => {
    const wave = { rate: 8000, samples: Float32Array.of(1, 0, 0.5, 0.5) }
    expect(fitWave(wave, { rate: 4000, samples: 2 }).samples).toEqual(Float32Array.of(0.5, 0.5))
    expect(fitWave(wave, { rate: 16000, samples: 6 }).samples).toEqual(Float32Array.of(1, 0.5, 0, 0.25, 0.5, 0.5))
  })
})
