import { z } from 'zod'

/** What every field of the run config carries beside its type: one line of doc and, where it has one, a unit. */
export type FieldMeta = {
  description: string
  unit?: string
}

/** A number with a default, a closed range and one line of doc. */
export const number = (initial: number, min: number, max: number, description: string, unit?: string) =>
  z.number().min(min).max(max).default(initial).meta(meta(description, unit))

/** A whole number with a default, a closed range and one line of doc. */
export const integer = (initial: number, min: number, max: number, description: string, unit?: string) =>
  z.int().min(min).max(max).default(initial).meta(meta(description, unit))

/** One of several words. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  initial: Words[number], words: Words, description: string,
) => z.enum(words).default(initial as never).meta(meta(description))

export const flag = (initial: boolean, description: string) =>
  z.boolean().default(initial).meta(meta(description))

export const text = (initial: string, description: string) =>
  z.string().default(initial).meta(meta(description))

const meta = (description: string, unit?: string): FieldMeta => (unit === undefined ? { description } : { description, unit })
