import { colours, places, shapes, sizes } from './vocabulary.ts'
import type { Pair, Place, Relation, Size } from './vocabulary.ts'

/** What a caption asks of one object. */
export interface AskedObject extends Pair {
  size: Size | null
  place: Place | null
}

/** Object number `subject` stands `relation` object number `of`. */
export interface AskedRelation {
  subject: number
  relation: Relation
  of: number
}

/** What a caption asks for. */
export interface Asked {
  objects: AskedObject[]
  relations: AskedRelation[]
}

const directions = ['top', 'bottom', 'left', 'right', 'middle']

const find = <Word extends string>(words: readonly Word[], token: string): Word | undefined => words.find((word) => word === token)

/** Reads a prompt: its objects in order, and where they should stand. Null where an object lacks a colour, or there is no object. */
export function sceneOfPrompt(text: string): Asked | null {
  const tokens = text.toLowerCase().match(/[a-z]+|[:,]/g) ?? []
  const objects: (Omit<AskedObject, 'colour'> & { colour: AskedObject['colour'] | null })[] = []
  const relations: AskedRelation[] = []
  let waiting: Pick<(typeof objects)[number], 'colour' | 'size' | 'place'> = { colour: null, size: null, place: null }
  let open: Omit<AskedRelation, 'of'> | null = null
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!
    const last = objects.at(-1)
    const colour = find(colours, token)
    const shape = find(shapes, token)
    const size = find(sizes, token)
    if (size) waiting.size = size
    else if (colour && last?.colour === null && ['in', 'is'].includes(tokens[i - 1]!)) last.colour = colour
    else if (colour) waiting.colour = colour
    else if (shape) {
      objects.push({ ...waiting, shape })
      waiting = { colour: null, size: null, place: null }
      if (open) relations.push({ ...open, of: objects.length - 1 })
    } else if (last && (token === 'above' || token === 'below')) open = { subject: objects.length - 1, relation: token }
    else if (last && (token === 'left' || token === 'right') && tokens[i + 1] === 'of') open = { subject: objects.length - 1, relation: `${token} of` }
    else if (directions.includes(token)) {
      const two = find(places, `${token} ${tokens[i + 1] ?? ''}`)
      const place = two ?? find(places, token)!
      if (two) i++
      if (last && tokens[i + 1] !== ':') last.place = place
      else waiting.place = place
    }
  }
  const whole = objects.filter((object): object is AskedObject => object.colour !== null)
  return whole.length > 0 && whole.length === objects.length ? { objects: whole, relations } : null
}
