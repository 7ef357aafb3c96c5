import type { Random } from '../../random/stream.ts'
import type { Scene, SceneObject } from './scene.ts'
import { isNear, placeOf, places, relationOf } from './vocabulary.ts'
import type { Place } from './vocabulary.ts'

/** Longest caption, in bytes (each is a token). */
export const longestCaption = 60

/** What one phrasing makes of the objects; null where it would not be true or not be clear. */
interface Phrasing {
  /** It says where the objects stand. */
  spatial: boolean
  write(objects: readonly SceneObject[], noun: Noun): string | null
}
type Noun = (object: SceneObject) => string

/** "large red ring" or "red ring". */
export const nounOf = ({ size, colour, shape }: Pick<SceneObject, 'size' | 'colour' | 'shape'>, sized: boolean): string =>
  `${sized ? `${size} ` : ''}${colour} ${shape}`

/** The object's place, unless it is so near a border between two that an eye could doubt it. */
function clearPlace({ cx, cy }: SceneObject): Place | null {
  const place = placeOf(cx, cy)
  return places.some((other) => other !== place && isNear(other, cx, cy, 0.02)) ? null : place
}

const at = (place: Place): string => (place === 'middle' ? 'in the middle' : `at the ${place}`)

/** Puts the words for an object's place into a sentence. */
const placed = (object: SceneObject, write: (place: Place) => string): string | null => {
  const place = clearPlace(object)
  return place && write(place)
}

const one: readonly Phrasing[] = [
  { spatial: false, write: ([a], noun) => `a ${noun(a!)}` },
  { spatial: false, write: ([a], noun) => `one ${noun(a!)}` },
  { spatial: false, write: ([a], noun) => `a ${noun(a!).replace(`${a!.colour} `, '')} in ${a!.colour}` },
  { spatial: false, write: ([a], noun) => `a ${noun(a!).replace(`${a!.colour} `, '')} that is ${a!.colour}` },
  { spatial: true, write: ([a], noun) => placed(a!, (place) => `a ${noun(a!)} ${at(place)}`) },
  { spatial: true, write: ([a], noun) => placed(a!, (place) => `one ${noun(a!)} ${at(place)}`) },
  { spatial: true, write: ([a], noun) => placed(a!, (place) => `${place}: a ${noun(a!)}`) },
]

const two: readonly Phrasing[] = [
  { spatial: false, write: ([a, b], noun) => `a ${noun(a!)} and a ${noun(b!)}` },
  { spatial: false, write: ([a, b], noun) => `two objects: a ${noun(a!)}, a ${noun(b!)}` },
  { spatial: true, write: ([a, b], noun) => `a ${noun(a!)} ${relationOf(a!, b!)} a ${noun(b!)}` },
  {
    spatial: true,
    write: ([a, b], noun) => placed(a!, (first) => placed(b!, (second) => `a ${noun(a!)} ${at(first)}, a ${noun(b!)} ${at(second)}`) ?? '') || null,
  },
]

const three: readonly Phrasing[] = [
  { spatial: false, write: ([a, b, c], noun) => `a ${noun(a!)}, a ${noun(b!)} and a ${noun(c!)}` },
  { spatial: false, write: ([a, b, c], noun) => `three objects: ${noun(a!)}, ${noun(b!)}, ${noun(c!)}` },
  {
    spatial: true,
    write: ([a, b, c], noun) => {
      const relation = relationOf(a!, b!)
      return relation === relationOf(a!, c!) ? `a ${noun(a!)} ${relation} a ${noun(b!)} and a ${noun(c!)}` : null
    },
  },
]

const byCount: readonly (readonly Phrasing[])[] = [[], one, two, three]

/** Every caption that is true of a scene, by whether it says where objects stand and how large they are. */
export function captionsOf({ objects }: Scene, spatial: boolean, sized: boolean): string[] {
  return byCount[objects.length]!
    .filter((phrasing) => phrasing.spatial === spatial)
    .map((phrasing) => phrasing.write(objects, (object) => nounOf(object, sized)))
    .filter((text): text is string => text !== null && text.length <= longestCaption)
}

/** A caption that is true of the scene and names the shape and colour of every object; with odds `positions` it says where they stand. */
export function drawCaption(scene: Scene, positions: number, random: Random): string {
  const spatial = random.uniform() < positions
  const sized = random.uniform() < 0.5
  const order = random.permutation(scene.objects.length)
  const shuffled = { objects: Array.from(order, (i) => scene.objects[i]!) }
  for (const [where, large] of [[spatial, sized], [spatial, false], [false, sized], [false, false]] as const) {
    const fitting = captionsOf(shuffled, where, large)
    if (fitting.length > 0) return random.pick(fitting)
  }
  throw new Error('no caption fits the scene')
}
