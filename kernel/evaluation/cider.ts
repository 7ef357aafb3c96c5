import { wordsOf } from './captionMatch.ts'

/** n-grams of 1 … 4 words. */
const longest = 4

/** Width of the length penalty, in words (Vedantam et al. 2015, §5). */
const sigma = 6

/** How often each n-gram of n words occurs. */
const grams = (words: readonly string[], n: number): Map<string, number> => {
  const counts = new Map<string, number>()
  for (let i = 0; i + n <= words.length; i++) {
    const gram = words.slice(i, i + n).join(' ')
    counts.set(gram, (counts.get(gram) ?? 0) + 1)
  }
  return counts
}

const norm = (vector: ReadonlyMap<string, number>): number => Math.sqrt([...vector.values()].reduce((sum, value) => sum + value ** 2, 0))

/**
 * CIDEr-D of captions, 0 … 10 (Vedantam, Zitnick & Parikh 2015, eq. 5 and 6): the cosine of TF-IDF vectors of n-grams,
 * candidate counts clipped at the reference's, times a Gaussian penalty on the difference in length, averaged over
 * n = 1 … 4 and over references. Document frequencies are those of the references. Words are not stemmed.
 * @param references one list for each caption
 */
export const ciderD = (captions: readonly string[], references: readonly (readonly string[])[]): number => {
  const spoken = captions.map(wordsOf), known = references.map((list) => list.map(wordsOf))
  const logCount = Math.log(captions.length)
  const similarities = Array.from({ length: longest }, (_, i) => i + 1).map((n) => {
    const frequency = new Map<string, number>()
    for (const list of known) for (const gram of new Set(list.flatMap((words) => [...grams(words, n).keys()]))) frequency.set(gram, (frequency.get(gram) ?? 0) + 1)
    const weigh = (words: readonly string[]): Map<string, number> =>
      new Map([...grams(words, n)].map(([gram, count]) => [gram, count * (logCount - Math.log(Math.max(1, frequency.get(gram) ?? 0)))]))
    return spoken.map((words, i) => mean(known[i]!.map((reference) => similarity(weigh(words), weigh(reference), words.length - reference.length))))
  })
  return 10 * mean(similarities.map(mean))
}

const similarity = (candidate: ReadonlyMap<string, number>, reference: ReadonlyMap<string, number>, longer: number): number => {
  const norms = norm(candidate) * norm(reference)
  if (norms === 0) return 0
  let product = 0
  for (const [gram, weight] of candidate) product += Math.min(weight, reference.get(gram) ?? 0) * (reference.get(gram) ?? 0)
  return (product / norms) * Math.exp(-(longer ** 2) / (2 * sigma ** 2))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
