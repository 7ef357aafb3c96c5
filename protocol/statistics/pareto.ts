/** A point of two losses; lower is better in both. */
export interface LossPair {
  x: number
  y: number
}

/** Places of the points that no other point beats in both losses, by ascending x. Equal points are all on the front. */
export const paretoFront = (points: readonly LossPair[]): number[] =>
  points
    .flatMap((point, place) => (points.some((other) => other.x <= point.x && other.y <= point.y && (other.x < point.x || other.y < point.y)) ? [] : [place]))
    .sort((a, b) => points[a]!.x - points[b]!.x)
