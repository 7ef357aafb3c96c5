import type { InspectedImage, InspectedPosition, InspectedSequence, RotaryPlaces } from '../../../protocol/inspection/index.ts'

/** A sequence as the inspector draws it: padding left out, and its segments found. */
export interface Sequence {
  /** Positions that are shown. */
  readonly length: number
  readonly positions: readonly InspectedPosition[]
  readonly images: readonly InspectedImage[]
  /** Longest runs of positions that are text of one document or patches of one image. */
  readonly segments: readonly Segment[]
  /** Number of the segment of each position. */
  readonly segmentOf: Uint16Array
  /** Where the rotary embedding has each position, where that is not its index. */
  readonly rotary: RotaryPlaces | null
}

export interface Segment {
  start: number
  end: number
  image: number | null
  document: number
}

export const sequenceOf = ({ positions: all, images, used, rotary }: InspectedSequence): Sequence => {
  const positions = all.slice(0, used)
  const segments: Segment[] = []
  const segmentOf = new Uint16Array(used)
  positions.forEach(({ image, document }, i) => {
    const last = segments.at(-1)
    if (last && last.image === image && last.document === document) last.end = i + 1
    else segments.push({ start: i, end: i + 1, image, document })
    segmentOf[i] = segments.length - 1
  })
  return { length: used, positions, images, segments, segmentOf, rotary: rotary ?? null }
}
