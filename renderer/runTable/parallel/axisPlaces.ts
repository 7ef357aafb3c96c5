/** Room that an axis takes for its values at its right, and for its name, in pixels. */
const leastRoom = 104
const letter = 6.8
const edge = 60

/**
 * Where axes stand: apart by as much as their names and values need, so that none is written over another, and spread over
 * the width where that leaves some.
 * @param names of the axes, from the left
 * @param width that there is, in pixels
 * @returns a place for each axis, and the width that they take: more than there is when they do not fit
 */
export const axisPlaces = (names: readonly string[], width: number): { xs: number[]; width: number } => {
  if (names.length < 2) return { xs: names.map(() => width / 2), width }
  const rooms = names.map((name) => Math.max(leastRoom, name.length * letter + 14))
  const gaps = rooms.slice(1).map((room, i) => (room + rooms[i]!) / 2)
  const [first, last] = [Math.max(edge, rooms[0]! / 2), Math.max(edge, rooms.at(-1)! / 2)]
  const spare = Math.max(0, width - first - last - gaps.reduce((sum, gap) => sum + gap, 0)) / gaps.length
  const xs = gaps.reduce((places, gap) => [...places, places.at(-1)! + gap + spare], [first])
  return { xs, width: Math.max(width, xs.at(-1)! + last) }
}
