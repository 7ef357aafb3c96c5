import type { Edit, EditKind } from '../data/shapes/edit.ts'
import type { SceneObject } from '../data/shapes/scene.ts'
import type { Checked, CheckedObject } from './sceneChecker.ts'

/** What became of an edit. */
export interface EditVerdict {
  /** What the instruction asks for is there. */
  applied: boolean
  /** All else is as it was: the other objects, and of the edited one what was not to change. */
  kept: boolean
}

const attributes = ['shape', 'colour', 'size', 'place'] as const
type Attribute = (typeof attributes)[number]

/** What each kind changes of the object that it is about. */
const changes: Record<EditKind, readonly Attribute[]> = {
  recolour: ['colour'], reshape: ['shape'], resize: ['size'], move: ['place'], add: ['shape', 'colour'], remove: [],
}

/** Under this confidence the checker has found a blot, not a shape. */
const readable = 0.6
/** Centres may be this share of the side apart, widths this share of the right one. */
const slack = { place: 0.1, size: 0.2 }

const agrees: Record<Attribute, (found: CheckedObject, wanted: SceneObject) => boolean> = {
  shape: (found, wanted) => found.shape === wanted.shape && found.confidence >= readable,
  colour: (found, wanted) => found.colour === wanted.colour,
  size: (found, wanted) => Math.abs(found.extent - 2 * wanted.radius) <= slack.size * 2 * wanted.radius,
  place: (found, wanted) => Math.hypot(found.cx - wanted.cx, found.cy - wanted.cy) <= slack.place,
}

/** Compares what a picture shows with the edited scene. The checker that read the picture knows neither. */
export const judgeEdit = ({ kind, source, target }: Edit, { objects }: Checked): EditVerdict => {
  const isNew = (object: SceneObject): boolean => !source.objects.some((other) => JSON.stringify(other) === JSON.stringify(object))
  const free = [...objects]
  // Each object of the scene takes what is most like it among what is left.
  const seen = target.objects.map((wanted) => {
    const likeness = free.map((found) => attributes.filter((attribute) => agrees[attribute](found, wanted)).length)
    const [found] = free.length === 0 ? [] : free.splice(likeness.indexOf(Math.max(...likeness)), 1)
    return { wanted, found, edited: isNew(wanted) }
  })
  const has = (found: CheckedObject | undefined, wanted: SceneObject, which: readonly Attribute[]): boolean =>
    found !== undefined && which.every((attribute) => agrees[attribute](found, wanted))
  const asked = changes[kind]
  return {
    applied: kind === 'remove' ? objects.length === target.objects.length : seen.filter(({ edited }) => edited).every(({ found, wanted }) => has(found, wanted, asked)),
    kept: objects.length === target.objects.length
      && seen.every(({ found, wanted, edited }) => has(found, wanted, edited ? attributes.filter((attribute) => kind !== 'add' && !asked.includes(attribute)) : attributes)),
  }
}
