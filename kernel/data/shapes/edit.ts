import type { Random } from '../../random/stream.ts'
import { nounOf } from './caption.ts'
import { splitCombinations } from './heldOut.ts'
import { drawCombinations, drawCount, drawScene, isApart, withinMargin, type Scene, type SceneObject } from './scene.ts'
import { allCombinations, colours, extents, isNear, placeOf, places, samePair, sameCombination, shapes, sizes, type Combination, type Place } from './vocabulary.ts'

/** What an edit does to one object. */
export const editKinds = ['recolour', 'reshape', 'resize', 'move', 'add', 'remove'] as const
export type EditKind = (typeof editKinds)[number]

/** A scene, what to do to it, and what it is then. */
export interface Edit {
  kind: EditKind
  source: Scene
  instruction: string
  target: Scene
}

export interface EditOptions {
  maxObjects: number
  jitter: number
  heldOut: number
}

/**
 * Draws an edit. What training is shown holds no held-out combination of shape, colour and size, before or after; the edited
 * scene of a held-out one does.
 */
export const drawEdit = ({ maxObjects, jitter, heldOut }: EditOptions, held: boolean, random: Random): Edit => {
  const split = splitCombinations(heldOut)
  for (let attempt = 0; attempt < 1000; attempt++) {
    const count = drawCount(maxObjects, random)
    const drawn = held ? drawCombinations(count, split.heldOut, allCombinations, random) : drawCombinations(count, split.train, split.train, random)
    const target = drawScene(drawn, jitter, random)
    const kind = random.pick(editKinds)
    const edit = undo[kind](target, random, maxObjects)
    if (!edit || !isSound(edit.source)) continue
    if (!held && edit.source.objects.some((object) => split.heldOut.some((other) => sameCombination(other, object)))) continue
    return { kind, target, ...edit }
  }
  throw new Error('no edit was found')
}

/** No two objects alike or too near each other, and none over the edge. */
const isSound = ({ objects }: Scene): boolean =>
  objects.length > 0 && objects.every((a, i) => withinMargin(a) && objects.slice(0, i).every((b) => isApart(a, b) && !samePair(a, b)))

/** A source that the target could have been made of, and the words for it; null where there is none. The first object is the one that is edited. */
type Undo = (target: Scene, random: Random, maxObjects: number) => Pick<Edit, 'source' | 'instruction'> | null

const other = <Value>(values: readonly Value[], value: Value, random: Random): Value => random.pick(values.filter((one) => one !== value))

/** "the ring" where it is the only one, else with its colour. */
const the = (object: SceneObject, { objects }: Scene, random: Random): string => {
  const alone = objects.filter(({ shape }) => shape === object.shape).length === 1
  return `the ${alone && random.uniform() < 0.5 ? object.shape : nounOf(object, false)}`
}

const change = (target: Scene, changes: Partial<SceneObject>): { source: Scene; before: SceneObject; after: SceneObject } => {
  const [after, ...rest] = target.objects as [SceneObject, ...SceneObject[]]
  const before = { ...after, ...changes }
  return { source: { objects: [before, ...rest] }, before, after }
}

/** The word for a place, where an eye could not doubt it. */
const clear = ({ cx, cy }: SceneObject): Place | null => {
  const place = placeOf(cx, cy)
  return places.some((one) => one !== place && isNear(one, cx, cy, 0.02)) ? null : place
}

const undo: Record<EditKind, Undo> = {
  recolour(target, random) {
    const { source, before, after } = change(target, { colour: other(colours, target.objects[0]!.colour, random) })
    return { source, instruction: `make ${the(before, source, random)} ${after.colour}` }
  },

  reshape(target, random) {
    const { source, before, after } = change(target, { shape: other(shapes, target.objects[0]!.shape, random) })
    return { source, instruction: `turn ${the(before, source, random)} into a ${after.shape}` }
  },

  resize(target, random) {
    const [object] = target.objects as [SceneObject]
    const size = other(sizes, object.size, random)
    const [least, most] = extents[target.objects.length as 1 | 2 | 3][size]
    const radius = (least + most) / 4
    // It grows out of where it stands, and away from an edge that it would cross.
    const inside = (centre: number): number => Math.min(1 - radius - 0.02, Math.max(radius + 0.02, centre))
    const { source, before } = change(target, { size, radius, cx: inside(object.cx), cy: inside(object.cy) })
    return { source, instruction: `make ${the(before, source, random)} ${object.size}` }
  },

  move(target, random) {
    const [object] = target.objects as [SceneObject]
    const place = clear(object)
    const free = 1 - 2 * (object.radius + 0.02)
    const along = (): number => object.radius + 0.02 + free * random.pick([0, 0.5, 1])
    const { source, before } = change(target, { cx: along(), cy: along() })
    if (!place || clear(before) === place) return null
    return { source, instruction: `move ${the(before, source, random)} to the ${place}` }
  },

  add(target) {
    const [object, ...rest] = target.objects as [SceneObject, ...SceneObject[]]
    const place = clear(object)
    if (rest.length === 0 || !place) return null
    return { source: { objects: rest }, instruction: `add a ${nounOf(object, true)} ${place === 'middle' ? 'in' : 'at'} the ${place}` }
  },

  remove(target, random, maxObjects) {
    if (target.objects.length >= maxObjects) return null
    const combination: Combination = random.pick(allCombinations)
    const [extra] = drawScene([combination], 1, random).objects as [SceneObject]
    const [least, most] = extents[3][combination.size]
    const added = { ...extra, radius: (least + most) / 4 }
    const source = { objects: [added, ...target.objects] }
    return { source, instruction: `remove ${the(added, source, random)}` }
  },
}
