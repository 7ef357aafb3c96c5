/** A stretch of equal words is worth a run from three on: two would take as many words as they are. */
const shortest = 3

/**
 * Words with their repetitions taken out, for matrices in which long stretches are alike: a head `n · 2 + 1` and one word stand for
 * n times that word, a head `n · 2` stands before n words as they are. Never more than two words longer than what went in.
 */
export const packRuns = (words: Uint32Array): Uint32Array => {
  const packed = new Uint32Array(words.length + 2)
  let at = 0, plain = -1
  for (let i = 0, end = 0; i < words.length; i = end) {
    const word = words[i]!
    for (end = i + 1; end < words.length && words[end] === word;) end++
    if (end - i >= shortest) {
      packed[at++] = (end - i) * 2 + 1
      packed[at++] = word
      plain = -1
      continue
    }
    if (plain < 0) plain = at++
    for (let j = i; j < end; j++) packed[at++] = word
    packed[plain]! += (end - i) * 2
  }
  return packed.slice(0, at)
}

/**
 * The words that `packRuns` made these of.
 * @param length how many they were
 * @throws Error when they are not
 */
export const unpackRuns = (packed: Uint32Array, length: number): Uint32Array => {
  const words = new Uint32Array(length)
  let at = 0
  for (let i = 0; i < packed.length;) {
    const head = packed[i++]!, count = head >>> 1
    if (at + count > length) throw new Error(`packed words of a matrix hold more than the ${length} that it has`)
    if (head & 1) words.fill(packed[i++]!, at, at + count)
    else {
      words.set(packed.subarray(i, i + count), at)
      i += count
    }
    at += count
  }
  if (at !== length) throw new Error(`packed words of a matrix hold ${at} of the ${length} that it has`)
  return words
}
