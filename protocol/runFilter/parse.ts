import { findField, type RunField } from './fields.ts'
import { FilterError, tokensOf, type Token } from './tokens.ts'
import { readValue } from './values.ts'

/** A filter as read: what a run must be. */
export type RunFilter =
  | { kind: 'all' }
  | { kind: 'and' | 'or'; parts: RunFilter[] }
  | { kind: 'not'; part: RunFilter }
  | { kind: 'test'; field: RunField; operator: string; value: number | string | boolean }
  /** Somewhere in name, status, tags or notes. */
  | { kind: 'words'; text: string }

/**
 * Reads `lambda > 1 and status = done and (tag:good or not "warm-up")`. Conditions side by side must all hold; a word
 * alone is looked for in name, status, tags and notes.
 * @throws FilterError saying where
 */
export const parseRunFilter = (text: string): RunFilter => {
  const tokens = tokensOf(text)
  let next = 0
  const peek = (): Token | undefined => tokens[next]
  const isWord = (token: Token | undefined, word: string): boolean => token?.kind === 'word' && token.text.toLowerCase() === word

  const either = (): RunFilter => {
    const parts = [both()]
    while (isWord(peek(), 'or')) {
      next++
      parts.push(both())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts }
  }

  const both = (): RunFilter => {
    const parts = [single()]
    for (let token = peek(); token && token.kind !== 'close' && !isWord(token, 'or'); token = peek()) {
      if (isWord(token, 'and')) next++
      parts.push(single())
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts }
  }

  const single = (): RunFilter => {
    const token = peek()
    if (!token) throw new FilterError('The filter ends where a condition should follow.', text.length, 0)
    next++
    if (isWord(token, 'not')) return { kind: 'not', part: single() }
    if (token.kind === 'open') {
      const inner = either()
      if (peek()?.kind !== 'close') throw new FilterError(`The bracket at character ${token.at + 1} is not closed.`, token.at, token.length)
      next++
      return inner
    }
    if (token.kind === 'close' || token.kind === 'operator' || isWord(token, 'and') || isWord(token, 'or')) {
      throw new FilterError(`"${token.text}" at character ${token.at + 1} has nothing before it.`, token.at, token.length)
    }
    const operator = peek()
    if (operator?.kind !== 'operator') return { kind: 'words', text: token.text.toLowerCase() }
    next++
    return test(token, operator)
  }

  const test = (name: Token, operator: Token): RunFilter => {
    const field = findField(name.text)
    if ('problem' in field) throw new FilterError(sentence(field.problem, name), name.at, name.length)
    const value = peek()
    if (!value || (value.kind !== 'word' && value.kind !== 'quoted')) {
      const end = operator.at + operator.length
      throw new FilterError(`Nothing follows "${name.text} ${operator.text}" at character ${end + 1}; write a value there.`, operator.at, operator.length)
    }
    next++
    const read = readValue(field, operator.text, value.text)
    if ('problem' in read) throw new FilterError(sentence(read.problem, value), value.at, value.length)
    return { kind: 'test', field, operator: operator.text, value: read.value }
  }

  if (tokens.length === 0) return { kind: 'all' }
  const filter = either()
  const rest = peek()
  if (rest) throw new FilterError(`The bracket at character ${rest.at + 1} closes nothing.`, rest.at, rest.length)
  return filter
}

const sentence = (problem: string, { at }: Token): string => `At character ${at + 1}: ${problem}${/[.?]$/.test(problem) ? '' : '.'}`
