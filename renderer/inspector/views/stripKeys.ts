import type { Sequence } from '../matrix/sequence.ts'

/** By how many positions a key moves on the strip: in an image up and down go by rows. Null: not a key of the strip. */
export const stripKeyMove = ({ positions, images, length }: Sequence, at: number | null, key: string): number | null => {
  const position = at === null ? undefined : positions[at]
  const image = position?.image == null ? undefined : images[position.image]
  const [up, down] = image && position ? [position.row > 0 ? -image.cols : -1, position.row < image.rows - 1 ? image.cols : 1] : [-1, 1]
  return { ArrowLeft: -1, ArrowRight: 1, ArrowUp: up, ArrowDown: down, Home: -length, End: length }[key] ?? null
}
