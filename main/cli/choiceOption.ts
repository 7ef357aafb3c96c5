import { nearest } from '../../protocol/config/nearest.ts'
import { InputError } from '../../protocol/errors.ts'
import type { Arguments } from './command.ts'

/** The value of an option that is one of several words. @throws InputError naming the nearest */
export const choiceOption = <const Word extends string>(input: Arguments, name: string, words: readonly Word[]): Word | undefined => {
  const text = input.value(name)
  if (text === undefined) return undefined
  const found = words.find((word) => word === text)
  if (found !== undefined) return found
  const near = nearest(text, words)
  throw new InputError(`--${name} is "${text}"; ${near === undefined ? `it can be ${words.join(', ')}.` : `did you mean "${near}"?`}`)
}
