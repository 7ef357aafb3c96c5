import type { RunConfig } from '../../protocol/config/index.ts'
import type { Position } from '../../masks/position.ts'
import { positionsOf, type Outline } from './positions.ts'

type Rope = RunConfig['model']['rope']

/** Where an element stands for its rotary embedding, by row and by column; the two are one number for text. */
export interface RotaryPlace {
  row: number
  col: number
}

/** Axes that rotary angles are taken from: 1, or 2 where rows and columns have angles of their own. */
export const rotaryAxes = ({ model }: RunConfig): 1 | 2 => (model.rope === 'axial2d' ? 2 : 1)

/**
 * The rotary place of each position of a sequence. The paper names RoPE (footnote 4) and no index for patches, so it is an option:
 * - `sequence`: the index in the sequence, patches included
 * - `shared`: all patches of an image stand where its first one does, as in BAGEL; what follows counts the image as one
 * - `axial2d`: a patch stands its row below and its column beside the first one, and text goes on after the larger of the
 *   two, as in M-RoPE (Wang et al. 2024, Qwen2-VL §2.1)
 */
export const rotaryPlaces = (positions: readonly Position[], rope: Rope): RotaryPlace[] => {
  let next = 0
  let image: number | null = null
  let first = 0
  return positions.map((position) => {
    if (rope === 'sequence' || position.image === null) {
      image = null
      return { row: next, col: next++ }
    }
    if (position.image !== image) [image, first] = [position.image, next]
    const { row, col } = rope === 'axial2d' ? position : { row: 0, col: 0 }
    next = Math.max(next, first + Math.max(row, col) + 1)
    return { row: first + row, col: first + col }
  })
}

/** Such places as the model is fed them: [axes, T], rows first. */
export const rotaryPositions = (outline: Outline, length: number, config: RunConfig): Int32Array => {
  const places = rotaryPlaces(positionsOf(outline, length), config.model.rope)
  const axes = rotaryAxes(config) === 1 ? (['row'] as const) : (['row', 'col'] as const)
  return Int32Array.from(axes.flatMap((axis) => places.map((place) => place[axis])))
}
