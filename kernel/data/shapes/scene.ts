import type { Random } from '../../random/stream.ts'
import { extents, samePair } from './vocabulary.ts'
import type { Combination } from './vocabulary.ts'

/** One object; centre and radius are shares of the picture's side, y down. The radius is half the object's width. */
export interface SceneObject extends Combination {
  cx: number
  cy: number
  radius: number
}

export interface Scene {
  objects: SceneObject[]
}

/** Between two objects, and between an object and the edge, as shares of the side. */
const gap = 0.07
const margin = 0.02

const counts = [{ count: 1, weight: 5 }, { count: 2, weight: 3 }, { count: 3, weight: 2 }] as const

/** Draws how many objects a scene has: 1 … `most`, fewer more often. */
export function drawCount(most: number, random: Random): 1 | 2 | 3 {
  return random.weighted(counts.filter(({ count }) => count <= most)).count
}

/** Whether the squares around two objects keep their gap. */
export function isApart(a: SceneObject, b: SceneObject): boolean {
  return Math.max(Math.abs(a.cx - b.cx), Math.abs(a.cy - b.cy)) >= a.radius + b.radius + gap
}

/** Whether an object keeps its margin to the edge; rounding is forgiven. */
export const withinMargin = ({ cx, cy, radius }: SceneObject): boolean =>
  [cx, cy].every((centre) => centre - radius >= margin - 1e-9 && centre + radius <= 1 - margin + 1e-9)

/** Where an object that stands alone is at home, from one margin to the other. */
const homes = [0, 0.5, 1] as const

function drawObject(combination: Combination, count: 1 | 2 | 3, jitter: number, random: Random): SceneObject {
  const [least, most] = extents[count][combination.size]
  const radius = (least + (most - least) * (0.5 + jitter * (random.uniform() - 0.5))) / 2
  const free = 1 - 2 * (radius + margin)
  const along = (): number => {
    const anywhere = random.uniform()
    return count === 1 ? random.pick(homes) * (1 - jitter) + anywhere * jitter : anywhere
  }
  return { ...combination, radius, cx: radius + margin + free * along(), cy: radius + margin + free * along() }
}

/**
 * Places these combinations in a scene, no two overlapping.
 * @param jitter 1: exact sizes and positions at random; 0: one size for each size word, and an object that stands alone at one of nine places
 */
export function drawScene(combinations: readonly Combination[], jitter: number, random: Random): Scene {
  const count = combinations.length
  if (count !== 1 && count !== 2 && count !== 3) throw new Error(`a scene of ${count} objects`)
  for (let attempt = 0; attempt < 10_000; attempt++) {
    const objects = combinations.map((combination) => drawObject(combination, count, jitter, random))
    if (objects.every((a, i) => objects.slice(0, i).every((b) => isApart(a, b)))) return { objects }
  }
  throw new Error('no room for the scene')
}

/** Draws `count` combinations, no pair of shape and colour twice, the first of them from `first` and the others from `rest`. */
export function drawCombinations(count: number, first: readonly Combination[], rest: readonly Combination[], random: Random): Combination[] {
  const drawn = [random.pick(first)]
  while (drawn.length < count) {
    const left = rest.filter((combination) => !drawn.some((other) => samePair(combination, other)))
    drawn.push(random.pick(left))
  }
  return drawn
}
