import { pairKind, pairKinds, type BitMatrix, type HeadFigures, type InspectedSequence, type PairKind } from '../../protocol/inspection/index.ts'

/**
 * What one head does over one sequence: how spread and how far its attention is, and on what kinds of pair it lies.
 * Padding asks nothing and is not counted, except in `outside`.
 * @param weights [T · T], rows sum to 1
 */
export const headFigures = (layer: number, head: number, weights: Float32Array, { positions, used, length }: InspectedSequence, bits: BitMatrix): HeadFigures => {
  const mass = Object.fromEntries(pairKinds.map((kind) => [kind, 0])) as Record<PairKind, number>
  let entropy = 0, distance = 0, outside = 0
  for (let q = 0; q < length; q++) {
    for (let k = 0; k < length; k++) {
      const p = weights[q * length + k]!
      if (p === 0) continue
      if (!bits.has(q, k)) outside += p
      const kind = pairKind(positions[q]!, positions[k]!)
      if (kind === null) continue
      entropy -= p * Math.log(p)
      distance += p * Math.abs(q - k)
      mass[kind] += p
    }
  }
  const queries = queriesOf(positions.slice(0, used))
  const kinds = Object.fromEntries(pairKinds.map((kind) => [kind, mass[kind] / Math.max(1, queries[kind])])) as Record<PairKind, number>
  return { layer, head, entropy: entropy / used, distance: distance / used, kinds, outside }
}

/** How many queries each kind of pair is a mean over: those of its modality, or all. */
const queriesOf = (positions: readonly { image: number | null }[]): Record<PairKind, number> => {
  const image = positions.filter(({ image }) => image !== null).length, text = positions.length - image
  return { textToText: text, textToImage: text, imageToText: image, imageToSameImage: image, imageToOtherImage: image, acrossDocuments: positions.length }
}

/** The mean of the figures of the same heads over sequences; mass outside the mask is summed, since one is too many. */
export const meanFigures = (each: readonly (readonly HeadFigures[])[]): HeadFigures[] =>
  each[0]!.map(({ layer, head }, i) => {
    const same = each.map((figures) => figures[i]!)
    const mean = (of: (figures: HeadFigures) => number): number => same.reduce((sum, figures) => sum + of(figures), 0) / same.length
    return {
      layer, head, entropy: mean(({ entropy }) => entropy), distance: mean(({ distance }) => distance),
      kinds: Object.fromEntries(pairKinds.map((kind) => [kind, mean(({ kinds }) => kinds[kind])])) as Record<PairKind, number>,
      outside: same.reduce((sum, { outside }) => sum + outside, 0),
    }
  })
