import { canonicalJson, type Json } from '../config/index.ts'
import { keyWord, valueWord } from './words.ts'

/** More settings than this in a label cannot be read. */
export const mostInLabel = 3

/** A variant among many knobs that has the most common value of each. */
export const usualLabel = 'the most usual settings'

/**
 * What variants are called, no two alike. Of few knobs all are named: `λ = 5, patch = 4`. Of many, for each variant those
 * few whose values tell it from the others, among those in which it has not the most common value: `codec = unet, dim = 128`.
 * Of what would tell as much, words come before numbers, which often only follow from them, in the order of the config, and of
 * numbers the shortest to say.
 * @param rows the values of the knobs, a row a variant
 */
export const variantLabels = (knobs: readonly string[], rows: readonly (readonly Json[])[]): string[] => {
  if (knobs.length === 0) return rows.map(() => 'all runs')
  const pair = (knob: number, value: Json): string => `${keyWord(knobs[knob]!, knobs)} = ${valueWord(value)}`
  if (knobs.length <= mostInLabel) return rows.map((values) => values.map((value, knob) => pair(knob, value)).join(', '))
  const texts = rows.map((values) => values.map(canonicalJson))
  const usual = knobs.map((_, knob) => mostCommon(texts.map((row) => row[knob]!)))
  return rows.map((values, row) => {
    const own = knobs.flatMap((_, knob) => (texts[row]![knob] === usual[knob] ? [] : [{ knob, text: pair(knob, values[knob]!) }]))
    const words = own.filter(({ knob }) => typeof values[knob] === 'string')
    const numbers = own.filter(({ knob }) => typeof values[knob] !== 'string').sort((a, b) => a.text.length - b.text.length)
    const order = [...words, ...numbers]
    const telling = fewestThatTell(order.map(({ knob }) => knob), texts, row)
    return own.filter(({ knob }) => telling.includes(knob)).map(({ text }) => text).join(', ') || usualLabel
  })
}

const mostCommon = (values: readonly string[]): string => {
  const counts = [...Map.groupBy(values, (value) => value)].map(([value, { length }]) => ({ value, length }))
  return counts.reduce((most, each) => (each.length > most.length ? each : most)).value
}

/**
 * Of the knobs, greedily those that tell most of the rows that are not yet told from this one; of equals the first.
 * Two rows never get the same: what tells one from the other is among the knobs of one of them, and that one takes it.
 */
const fewestThatTell = (knobs: readonly number[], texts: readonly (readonly string[])[], row: number): number[] => {
  const chosen: number[] = []
  let alike = texts.filter((_, other) => other !== row)
  for (;;) {
    const ranked = knobs
      .map((knob) => ({ knob, left: alike.filter((other) => other[knob] === texts[row]![knob]) }))
      .sort((a, b) => a.left.length - b.left.length)
    const best = ranked[0]
    if (!best || best.left.length === alike.length) return chosen
    chosen.push(best.knob)
    alike = best.left
  }
}
