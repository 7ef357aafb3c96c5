import { pairKind, pairKindLabels, pairKinds, placeName } from '../../../protocol/inspection/index.ts'
import type { Sequence } from '../matrix/sequence.ts'
import { listed } from '../words/places.ts'
import { percent } from '../words/percent.ts'
import type { Direction } from '../words/sentence.ts'

/** What a position gives to each (sees), or what each gives to it (seenBy). @param weights [T · T], `stride` numbers a row */
export const weightsAt = (weights: Float32Array, stride: number, at: number, direction: Direction, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => (direction === 'sees' ? weights[at * stride + i]! : weights[i * stride + at]!))

/** Without the last digits of float32: a sum of all weights is 1. */
const tidy = (share: number): number => Math.round(share * 1e5) / 1e5

/**
 * The weight from which on the colour is full: one in a hundred pairs has more. Early rows have few keys and weights near 1,
 * beside which all others would be pale.
 */
export const fullWeight = (weights: Float32Array, stride: number, length: number): number => {
  const seen: number[] = []
  for (let q = 0; q < length; q++) for (let k = 0; k < length; k++) if (weights[q * stride + k]! > 0) seen.push(weights[q * stride + k]!)
  return seen.length === 0 ? 1 : Float64Array.from(seen).sort()[Math.floor(0.99 * (seen.length - 1))]!
}

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
    .map((kind) => `${percent(tidy(byKind.get(kind)!))} ${pairKindLabels[kind].replace(/^.* → /, 'to ')}`)
  return `${placeName(sequence, at)} gives ${listed(parts)}; most to ${most === at ? 'itself' : placeName(sequence, most)} (${percent(tidy(shares[most]!))})`
}

/** Bits that a row of weights has spread: −Σ p log₂ p. */
export const entropyBits = (shares: Float32Array): number => shares.reduce((sum, p) => (p > 0 ? sum - p * Math.log2(p) : sum), 0)
