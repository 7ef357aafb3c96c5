import type { Asked, AskedObject } from '../data/shapes/prompt.ts'
import { isNear, relationOf, sizeOf } from '../data/shapes/vocabulary.ts'
import type { Checked, CheckedObject } from './sceneChecker.ts'

/** Whether a picture shows what was asked. Null where the prompt did not ask. */
export interface Verdict {
  /** As many objects. */
  count: boolean
  /** The same colours, each as often. */
  colours: boolean
  /** The same shapes, each as often. */
  shapes: boolean
  /** The same shapes in the same colours, and no other object. */
  pairs: boolean
  sizes: boolean | null
  places: boolean | null
  relations: boolean | null
  /** Everything that was asked. */
  all: boolean
}

/** Under this confidence an object's shape is not readable, and matches nothing. */
const readable = 0.6

const sizeSlack = 0.04
const placeSlack = 0.03

const sameWords = (a: readonly string[], b: readonly string[]): boolean => a.toSorted().join() === b.toSorted().join()

const shapeOf = (object: CheckedObject): string => (object.confidence < readable ? 'blot' : object.shape)

/** Every way to put the numbers 0 … n−1 in order. */
function orders(n: number): number[][] {
  if (n === 0) return [[]]
  return orders(n - 1).flatMap((order) => Array.from({ length: n }, (_, i) => [...order.slice(0, i), n - 1, ...order.slice(i)]))
}

const hasSize = (asked: AskedObject, found: CheckedObject, count: number): boolean =>
  asked.size === null || [-sizeSlack, sizeSlack].some((slack) => sizeOf(found.extent + slack, count) === asked.size)

const hasPlace = (asked: AskedObject, found: CheckedObject): boolean =>
  asked.place === null || isNear(asked.place, found.cx, found.cy, placeSlack)

/** Compares what a picture shows with what a prompt asked for. */
export function matchesPrompt(checked: Checked, asked: Asked): Verdict {
  const found = checked.objects
  const wanted = asked.objects
  const count = found.length === wanted.length
  const pairs = sameWords(found.map((o) => `${o.colour} ${shapeOf(o)}`), wanted.map((o) => `${o.colour} ${o.shape}`))
  const asksSize = wanted.some((o) => o.size !== null)
  const asksPlace = wanted.some((o) => o.place !== null)
  const asksRelation = asked.relations.length > 0

  const judge = (order: readonly number[]) => {
    const at = (i: number): CheckedObject => found[order[i]!]!
    return {
      sizes: wanted.every((o, i) => hasSize(o, at(i), wanted.length)),
      places: wanted.every((o, i) => hasPlace(o, at(i))),
      relations: asked.relations.every(({ subject, relation, of }) => relationOf(at(subject), at(of)) === relation),
    }
  }
  const score = (v: ReturnType<typeof judge>): number => Number(v.sizes) + Number(v.places) + Number(v.relations)
  const alike = (order: readonly number[]): boolean =>
    wanted.every((o, i) => found[order[i]!]!.shape === o.shape && found[order[i]!]!.colour === o.colour)
  const spatial = pairs
    ? orders(wanted.length).filter(alike).map(judge).reduce((best, v) => (score(v) > score(best) ? v : best))
    : { sizes: false, places: false, relations: false }

  const sizes = asksSize ? spatial.sizes : null
  const places = asksPlace ? spatial.places : null
  const relations = asksRelation ? spatial.relations : null
  return {
    count, pairs, sizes, places, relations,
    colours: sameWords(found.map((o) => o.colour), wanted.map((o) => o.colour)),
    shapes: sameWords(found.map(shapeOf), wanted.map((o) => o.shape)),
    all: pairs && sizes !== false && places !== false && relations !== false,
  }
}
