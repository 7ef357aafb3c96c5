import { Random } from '../../kernel/random/stream.ts'

/** Numbers that break readers: zero, ends of ranges, and what is just beyond them. */
const awkward = ['0', '-1', '1', '4', '7', '8', '255', '2147483647', '2147483648', '4294967296', '9007199254740991', '9007199254740993', '18446744073709551615', '1e308', '1e999', '0.5', 'null', 'true', '""', '[]', '{}']

/** The bytes with one to three things changed: bits, bytes, pieces left out or doubled, numbers in text, the end cut off. */
export const mutate = (bytes: Buffer, seed: number): Buffer => {
  const random = new Random({ seed, stream: 'content' })
  let now: Buffer = Buffer.from(bytes)
  for (let change = random.integer(3); change >= 0; change--) now = mutateOnce(now, random)
  return now
}

const mutateOnce = (bytes: Buffer, random: Random): Buffer => {
  if (bytes.length === 0) return bytes
  const at = random.integer(bytes.length), length = 1 + random.integer(Math.min(64, bytes.length - at))
  const copy = Buffer.from(bytes)
  switch (random.integer(8)) {
    case 0: copy[at]! ^= 1 << random.integer(8); return copy
    case 1: copy[at] = [0, 1, 0x7f, 0x80, 0xff][random.integer(5)]!; return copy
    case 2: return copy.subarray(0, at)
    case 3: return Buffer.concat([copy.subarray(0, at), copy.subarray(at + length)])
    case 4: return Buffer.concat([copy.subarray(0, at + length), copy.subarray(at)])
    case 5: copy.fill(random.integer(256), at, at + length); return copy
    case 6: return replaceNumber(copy, random)
    default:
      for (let i = 0; i < 8 && i < copy.length; i++) copy[i] = random.integer(2) === 0 ? 0xff : random.integer(256)
      return copy
  }
}

/** Puts another value where one of the decimal numbers in the bytes is, as a changed header would. */
const replaceNumber = (bytes: Buffer, random: Random): Buffer => {
  const found = [...bytes.toString('latin1').matchAll(/(?<=[:,[])\d+/g)]
  if (found.length === 0) return bytes
  const { index, 0: digits } = found[random.integer(found.length)]!
  const value = awkward[random.integer(awkward.length)]!
  return Buffer.concat([bytes.subarray(0, index), Buffer.from(value), bytes.subarray(index + digits.length)])
}
