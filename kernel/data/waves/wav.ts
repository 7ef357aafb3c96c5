import type { Wave } from '../document.ts'

const formats = { pcm: 1, float: 3, extensible: 0xfffe } as const

/** The chunks of a RIFF file by name; of several with one name, the first. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') throw new Error('it is no RIFF WAVE file')
  const chunks = new Map<string, Buffer>()
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4), length = bytes.readUInt32LE(at + 4)
    if (at + 8 + length > bytes.length) throw new Error(`its chunk "${name.trim()}" says ${length} bytes and the file has ${bytes.length - at - 8} left`)
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, at + 8 + length))
    at += 8 + length + (length % 2)
  }
  return chunks
}

/** Reads a WAV file of 16-bit or 32-bit float samples; several channels become their mean. @throws Error saying what is wrong with the file */
export function decodeWav(file: Uint8Array): Wave {
  const chunks = chunksOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
  const format = chunks.get('fmt '), data = chunks.get('data')
  if (!format || format.length < 16) throw new Error('it has no format chunk')
  if (!data) throw new Error('it has no data chunk')
  const named = format.readUInt16LE(0)
  // The extensible form has the format's number at the start of its GUID.
  const kind = named === formats.extensible && format.length >= 26 ? format.readUInt16LE(24) : named
  const channels = format.readUInt16LE(2), rate = format.readUInt32LE(4), bits = format.readUInt16LE(14)
  if (channels === 0 || rate === 0) throw new Error(`it says ${channels} channels at ${rate} Hz`)
  const read = reader(kind, bits)
  const frame = channels * (bits / 8)
  const samples = new Float32Array(Math.floor(data.length / frame))
  if (samples.length === 0) throw new Error('it has no samples')
  for (let i = 0; i < samples.length; i++) {
    let sum = 0
    for (let channel = 0; channel < channels; channel++) sum += read(data, i * frame + channel * (bits / 8))
    samples[i] = sum / channels
  }
  if (!samples.every(Number.isFinite)) throw new Error('it has samples that are no numbers')
  return { rate, samples }
}

function reader(kind: number, bits: number): (data: Buffer, at: number) => number {
  if (kind === formats.pcm && bits === 16) return (data, at) => data.readInt16LE(at) / 32768
  if (kind === formats.float && bits === 32) return (data, at) => data.readFloatLE(at)
  throw new Error(`its samples are of format ${kind} with ${bits} bits; 16-bit PCM and 32-bit float can be read`)
}

/** Bytes of a WAV file of 16 bits; values outside −1 … 1 are clipped. */
export function encodeWav({ rate, samples }: Wave): Buffer {
  const bytes = Buffer.alloc(44 + 2 * samples.length)
  bytes.write('RIFF', 0, 'latin1')
  bytes.writeUInt32LE(36 + 2 * samples.length, 4)
  bytes.write('WAVEfmt ', 8, 'latin1')
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(formats.pcm, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(2 * rate, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36, 'latin1')
  bytes.writeUInt32LE(2 * samples.length, 40)
  samples.forEach((value, i) => bytes.writeInt16LE(Math.max(-32768, Math.min(32767, Math.round(value * 32768))), 44 + 2 * i))
  return bytes
}

/**
 * A wave at another rate and length, from its start: each value is the mean of the samples that its time covers, or lies
 * between the two nearest where it covers less than one; what is missing at the end is silence.
 */
export function fitWave({ rate, samples }: Wave, wanted: { rate: number; samples: number }): Wave {
  const step = rate / wanted.rate
  const between = (time: number): number => {
    const below = Math.floor(time), share = time - below
    return (samples[below] ?? 0) * (1 - share) + (share === 0 ? 0 : (samples[below + 1] ?? 0) * share)
  }
  const mean = (from: number, to: number): number => {
    const own = samples.subarray(Math.round(from), Math.max(Math.round(from) + 1, Math.round(to)))
    return own.length === 0 ? 0 : own.reduce((sum, value) => sum + value, 0) / own.length
  }
  const fitted = Float32Array.from({ length: wanted.samples }, (_, i) => (step > 1 ? mean(i * step, (i + 1) * step) : between(i * step)))
  return { rate: wanted.rate, samples: fitted }
}
