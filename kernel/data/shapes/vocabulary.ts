/** Silhouettes that differ clearly, even 8 pixels wide. */
export const shapes = ['circle', 'square', 'triangle', 'cross', 'ring', 'diamond'] as const
export type Shape = (typeof shapes)[number]

export const colours = ['red', 'green', 'blue', 'yellow', 'purple', 'cyan'] as const
export type Colour = (typeof colours)[number]

export const sizes = ['small', 'large'] as const
export type Size = (typeof sizes)[number]

export type Rgb = readonly [number, number, number]

/** Seen from the background, each colour lies in a direction of its own, so that a soft edge still tells its colour. */
export const rgbOf: Record<Colour, Rgb> = {
  red: [220, 40, 40],
  green: [40, 160, 60],
  blue: [45, 75, 215],
  yellow: [245, 200, 10],
  purple: [170, 50, 195],
  cyan: [20, 190, 215],
}

/** Near-white; every scene has it. */
export const background: Rgb = [244, 244, 244]

/** Width of an object as a share of the picture's side, by the number of objects in the scene. */
export const extents: Record<1 | 2 | 3, Record<Size, readonly [number, number]>> = {
  1: { small: [0.35, 0.45], large: [0.55, 0.7] },
  2: { small: [0.25, 0.3], large: [0.36, 0.42] },
  3: { small: [0.23, 0.26], large: [0.31, 0.35] },
}

/** The size word for an object `extent` wide (share of the side) among `count`. */
export function sizeOf(extent: number, count: number): Size {
  const { small, large } = extents[count <= 1 ? 1 : count === 2 ? 2 : 3]
  return extent < (small[1] + large[0]) / 2 ? 'small' : 'large'
}

export const places = [
  'top left', 'top', 'top right', 'left', 'middle', 'right', 'bottom left', 'bottom', 'bottom right',
] as const
export type Place = (typeof places)[number]

/** Centres this far from the picture's middle line are left, right, top or bottom. */
const offCentre = 0.08

/** The word for where a centre (cx, cy in 0..1, y down) lies. */
export function placeOf(cx: number, cy: number): Place {
  const column = Math.abs(cx - 0.5) < offCentre ? '' : cx < 0.5 ? 'left' : 'right'
  const row = Math.abs(cy - 0.5) < offCentre ? '' : cy < 0.5 ? 'top' : 'bottom'
  return ([row, column].filter(Boolean).join(' ') || 'middle') as Place
}

/** Whether the word fits a centre that may be off by `slack`. */
export function isNear(place: Place, cx: number, cy: number, slack: number): boolean {
  const shifts = [-slack, 0, slack]
  return shifts.some((dx) => shifts.some((dy) => placeOf(cx + dx, cy + dy) === place))
}

export const relations = ['left of', 'right of', 'above', 'below'] as const
export type Relation = (typeof relations)[number]

interface Centre {
  cx: number
  cy: number
}

/** Where `a` stands, seen from `b`: along the axis on which they are further apart. */
export function relationOf(a: Centre, b: Centre): Relation {
  const dx = a.cx - b.cx
  const dy = a.cy - b.cy
  if (Math.abs(dx) >= Math.abs(dy)) return dx < 0 ? 'left of' : 'right of'
  return dy < 0 ? 'above' : 'below'
}

/** A shape in a colour. */
export interface Pair {
  shape: Shape
  colour: Colour
}

/** A pair in a size: what the held-out split keeps apart. */
export interface Combination extends Pair {
  size: Size
}

export const sameCombination = (a: Combination, b: Combination): boolean => samePair(a, b) && a.size === b.size

export const samePair = (a: Pair, b: Pair): boolean => a.shape === b.shape && a.colour === b.colour

export const allPairs: readonly Pair[] = shapes.flatMap((shape) => colours.map((colour) => ({ shape, colour })))

export const allCombinations: readonly Combination[] = allPairs.flatMap((pair) => sizes.map((size) => ({ ...pair, size })))
