import { placeName } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { counted, listed } from './places.ts'

/** `sees`: what a query attends to. `seenBy`: which queries attend to a key. */
export type Direction = 'sees' | 'seenBy'

/**
 * What a position sees, or who sees it, in one sentence: "patch (2,3) of image 1 sees all 64 patches of its image and 14
 * earlier tokens".
 * @param others what it sees, or who sees it, ascending
 */
export const sentenceOf = (sequence: Sequence, at: number, others: readonly number[], direction: Direction): string => {
  const subject = placeName(sequence, at)
  const verb = direction === 'sees' ? 'sees' : 'is seen by'
  if (others.length === 0) return `${subject} ${verb} nothing`
  return `${subject} ${verb} ${listed([...imageParts(sequence, at, others), ...textParts(sequence, at, others), ...foreignParts(sequence, at, others)])}`
}

const imageParts = ({ positions, images }: Sequence, at: number, others: readonly number[]): string[] => {
  const self = positions[at]!
  return images.flatMap(({ rows, cols, document }, image) => {
    if (document !== self.document) return []
    const count = others.filter((other) => positions[other]!.image === image).length
    if (count === 0) return []
    const whole = rows * cols
    const which = image === self.image ? 'its image' : `image ${image + 1}`
    if (whole === 1) return [image === self.image ? 'itself' : `the one patch of ${which}`]
    return [count === whole ? `all ${counted(count, 'patch', 'patches')} of ${which}` : `${count} of the ${counted(whole, 'patch', 'patches')} of ${which}`]
  })
}

const textParts = ({ positions }: Sequence, at: number, others: readonly number[]): string[] => {
  const self = positions[at]!
  const tokens = others.filter((other) => positions[other]!.image === null && positions[other]!.document === self.document)
  const earlier = tokens.filter((other) => other < at).length, later = tokens.filter((other) => other > at).length
  return [
    ...(tokens.includes(at) ? ['itself'] : []),
    ...(earlier > 0 ? [counted(earlier, 'earlier token')] : []),
    ...(later > 0 ? [counted(later, 'later token')] : []),
  ]
}

const foreignParts = ({ positions }: Sequence, at: number, others: readonly number[]): string[] => {
  const count = others.filter((other) => positions[other]!.document !== positions[at]!.document).length
  return count === 0 ? [] : [`${counted(count, 'element')} of other documents`]
}

/** One pair in words, for a counter-example that is shown. */
export const pairSentence = (sequence: Sequence, query: number, key: number, via: number | null, allowed: boolean): string => {
  const [from, to] = [placeName(sequence, query), placeName(sequence, key)]
  if (via !== null) return `${from} learns of ${to} through ${placeName(sequence, via)}`
  return `${from} ${allowed ? 'sees' : 'does not see'} ${to}`
}
