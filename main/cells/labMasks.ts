import { firstBlind } from '../../masks/checks/index.ts'
import { parseLayout } from '../../masks/inspection/layoutText.ts'
import { maskPositions } from '../../masks/inspection/sequence.ts'
import { placeName } from '../../protocol/inspection/index.ts'
import { maskBits, ownMask } from '../../masks/index.ts'
import type { Expression } from '../../masks/language/expression.ts'
import { parsePredicate, type Constants } from '../../masks/language/parse.ts'
import { printPredicate } from '../../masks/language/print.ts'
import { masks as shipped } from '../../masks/index.ts'
import { isObject } from '../../protocol/config/index.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Lab } from './api/lab.ts'
import type { Mask, Masks } from './api/masks.ts'

/** Masks in cells: predicates read as text, and parts to make them of. */
export const labMasks = (): Pick<Lab, 'mask' | 'masks'> => ({ mask, masks })

const mask = (predicate: unknown, options: unknown): Mask => {
  if (typeof predicate !== 'function') throw new InputError("lab.mask takes a predicate and a name: lab.mask(({ q, k }) => k.index <= q.index, { name: 'mine' }).")
  const { name, constants = {} } = isObject(options) ? options : {}
  if (typeof name !== 'string' || name.trim() === '') throw new InputError("lab.mask needs a name for the mask: lab.mask(…, { name: 'mine' }).")
  if (!isObject(constants)) throw new InputError(`Mask "${name}": constants is an object of numbers: { constants: { n: 8 } }.`)
  const made = frozen(name.trim(), parsePredicate(name, Function.prototype.toString.call(predicate), constants as Constants))
  refuseEmptyRows(made)
  return made
}

/** Layouts that hold what a predicate may stumble over: text alone, images first and last, clean and noisy, and two documents. */
const probes = ['t4', 'i3x3 t2', 't3 boi i3x3 eoi t2 boi i3x3@0 eoi t1', 't2 boi i2x2 eoi | boi i2x2@0 eoi t3'].map(parseLayout)

const refuseEmptyRows = ({ name, source }: Mask): void => {
  for (const sequence of probes) {
    const made = ownMask({ name, source })
    const at = firstBlind(made, sequence, maskBits(made, maskPositions(sequence), sequence.crossDocument))
    if (at !== null) throw new InputError(`Mask "${name}" lets ${placeName(sequence, at)} of the ${sequence.title} see nothing; let it see at least itself: k.index === q.index || …`)
  }
}

const frozen = (name: string, predicate: Expression): Mask => Object.freeze({ name, source: printPredicate(predicate) })

const treeOf = (given: unknown, call: string): Expression => {
  if (typeof given === 'string' && Object.hasOwn(shipped, given)) return shipped[given as keyof typeof shipped].predicate
  if (isObject(given) && typeof given['name'] === 'string' && typeof given['source'] === 'string') return parsePredicate(given['name'], given['source'])
  throw new InputError(`lab.masks.${call} takes masks: what lab.mask(…) gives, or parts such as lab.masks.sameImage.`)
}

const nameOf = (given: unknown): string => (typeof given === 'string' ? given : (given as Mask).name)

const joined = (operator: '&&' | '||', word: 'and' | 'or') => (...given: readonly unknown[]): Mask => {
  if (given.length === 0) throw new InputError(`lab.masks.${word} takes at least one mask.`)
  const trees = given.map((each) => treeOf(each, word))
  return frozen(given.map(nameOf).join(` ${word} `), trees.reduce((left, right) => ({ kind: 'binary', operator, left, right })))
}

const part = (name: string, source: string): Mask => frozen(name, parsePredicate(name, source))

const masks: Masks = Object.freeze({
  and: joined('&&', 'and'),
  or: joined('||', 'or'),
  not: (given: unknown): Mask => frozen(`not ${nameOf(given)}`, { kind: 'not', operand: treeOf(given, 'not') }),
  window: (n: unknown): Mask => {
    if (typeof n !== 'number' || !Number.isInteger(n) || n < 1) throw new InputError(`lab.masks.window takes a whole number of positions, at least 1, not ${JSON.stringify(n)}.`)
    return part(`window ${n}`, `({ q, k }) => Math.abs(q.index - k.index) < ${n}`)
  },
  sameImage: part('same image', '({ q, k }) => q.image !== null && q.image === k.image'),
  sameDocument: part('same document', '({ q, k }) => q.document === k.document'),
  sameRow: part('same row', '({ q, k }) => q.image !== null && q.image === k.image && q.row === k.row'),
  noisy: part('noisy', '({ q, k }) => k.noisy'),
  ...(Object.fromEntries(Object.values(shipped).map(({ name, predicate }) => [name, frozen(name, predicate)])) as Record<keyof typeof shipped, Mask>),
})
