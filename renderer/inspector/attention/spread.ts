import { pairKind, pairKindLabels, pairKinds } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { listed, placeWords } from '../words/places.ts'
import { percent } from '../words/percent.ts'
import type { Direction } from '../words/sentence.ts'

/** What a position gives to each (sees), or what each gives to it (seenBy). @param weights [T · T], `stride` numbers a row */
export const weightsAt = (weights: Float32Array, stride: number, at: number, direction: Direction, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => (direction === 'sees' ? weights[at * stride + i]! : weights[i * stride + at]!))

/** Where the attention of a position goes, by kind of pair, and to what most of all. */
export const spreadWords = (sequence: Sequence, at: number, shares: Float32Array): string => {
  const byKind = new Map<string, number>()
  let most = 0
  shares.forEach((share, key) => {
    const kind = pairKind(sequence.positions[at]!, sequence.positions[key]!)
    if (kind) byKind.set(kind, (byKind.get(kind) ?? 0) + share)
    if (share > shares[most]!) most = key
  })
  const parts = pairKinds.filter((kind) => (byKind.get(kind) ?? 0) >= 0.0005)
    .map((kind) => `${percent(byKind.get(kind)!)} ${pairKindLabels[kind].replace(/^.* → /, 'to ')}`)
  return `${placeWords(sequence, at)} gives ${listed(parts)}; most to ${most === at ? 'itself' : placeWords(sequence, most)} (${percent(shares[most]!)})`
}

/** Bits that a row of weights has spread: −Σ p log₂ p. */
export const entropyBits = (shares: Float32Array): number => shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0)
