import type { BitMatrix } from '../../../protocol/inspection/index.ts'
import { onlyFirst } from '../matrix/bits.ts'
import type { Segment, Sequence } from '../matrix/sequence.ts'
import { counted, listed } from './places.ts'

/** Who sees what only by one of two masks: one clause of the sentence. */
interface Extra {
  /** What is seen: `# patches of the same image`, where # is earlier, later, or both. */
  what: string
  when: string
  pairs: number
  queries: Set<number>
}

/**
 * What the difference of two masks means on a sequence: "B lets 15 of the 16 patches of each image see later patches of
 * the same image; nothing else differs."
 */
export const differenceWords = (sequence: Sequence, a: BitMatrix, b: BitMatrix, names: readonly [string, string]): string => {
  const more = [clause(sequence, onlyFirst(b, a), names[1]), clause(sequence, onlyFirst(a, b), names[0])].filter((text) => text !== '')
  if (more.length === 0) return `${names[0]} and ${names[1]} allow the same pairs of this sequence.`
  return `${more.join('; ')}; nothing else differs.`
}

const clause = (sequence: Sequence, only: BitMatrix, name: string): string => {
  const extras = extrasOf(sequence, only).map((extra) => ({ ...extra, who: who(sequence, extra.queries) }))
  if (extras.length === 0) return ''
  const told = Map.groupBy(extras, ({ who: subject, what }) => `${subject} see ${what}`)
  return `${name} lets ${listed([...told].map(([words, parts]) =>
    `${words.replace('#', parts.map(({ when }) => when).sort().join(' and '))} (${counted(parts.reduce((sum, { pairs }) => sum + pairs, 0), 'pair')})`))}`
}

/** Counts by segments, not by pairs: two masks over 4,096 positions may differ in millions. */
const extrasOf = (sequence: Sequence, only: BitMatrix): Extra[] => {
  const extras = new Map<string, Extra>()
  const add = (query: Segment, q: number, what: string, when: string, pairs: number): void => {
    if (pairs === 0) return
    const id = `${query.image === null} ${when} ${what}`
    const extra = extras.get(id) ?? { what, when, pairs: 0, queries: new Set<number>() }
    extra.pairs += pairs
    extra.queries.add(q)
    extras.set(id, extra)
  }
  for (let q = 0; q < sequence.length; q++) {
    if (only.countInRow(q, 0, sequence.length) === 0) continue
    const query = sequence.segments[sequence.segmentOf[q]!]!
    for (const key of sequence.segments) {
      add(query, q, objectOf(query, key), 'earlier', only.countInRow(q, key.start, Math.min(key.end, q)))
      add(query, q, objectOf(query, key), 'later', only.countInRow(q, Math.max(key.start, q + 1), key.end))
    }
    add(query, q, query.image === null ? 'themselves' : 'their own patch', '', only.has(q, q) ? 1 : 0)
  }
  return [...extras.values()].sort((x, y) => y.pairs - x.pairs)
}

const objectOf = (query: Segment, key: Segment): string => {
  if (query.document !== key.document) return '# documents'
  if (key.image === null) return '# tokens'
  return key.image === query.image ? '# patches of the same image' : 'patches of # images'
}

const who = (sequence: Sequence, queries: ReadonlySet<number>): string => {
  const { positions, images } = sequence
  const first = positions[queries.values().next().value!]!
  if (first.image === null) {
    const all = positions.filter(({ image }) => image === null).length
    return queries.size === all ? 'every token' : counted(queries.size, 'token')
  }
  const shares = images.map(({ rows, cols }, image) => ({ whole: rows * cols, count: [...queries].filter((q) => positions[q]!.image === image).length }))
  const touched = shares.filter(({ count }) => count > 0)
  const alike = touched.every(({ whole, count }) => whole === touched[0]!.whole && count === touched[0]!.count)
  if (!alike) return counted(queries.size, 'patch', 'patches')
  const { whole, count } = touched[0]!
  const where = images.length === 1 ? 'the image' : touched.length === images.length ? 'each image' : counted(touched.length, 'image')
  const of = touched.length === images.length || touched.length === 1 ? where : `each of ${where}`
  return count === whole ? `every patch of ${of}` : `${count} of the ${counted(whole, 'patch', 'patches')} of ${of}`
}
