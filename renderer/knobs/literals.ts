import { configFields, type ConfigField } from '../../protocol/config/fields.ts'
import { tokensOf, type Token } from './tokens.ts'

/** A literal in a cell that is the value of a config key, and where it stands. */
export interface Literal {
  field: ConfigField
  value: number | string | boolean
  from: number
  to: number
}

/** The calls whose object arguments are configs or parts of one. */
const calls = ['config', 'train', 'sweep']

/** The literals that set config keys in a cell, in order: `lab.config({ loss: { lambda: 5 } })` has one, for `loss.lambda`. */
export const configLiterals = (source: string): Literal[] => {
  const tokens = tokensOf(source)
  const found: Literal[] = []
  for (let i = 0; i + 3 < tokens.length; i++) {
    const call = tokens[i]!.text === 'lab' && tokens[i + 1]!.text === '.' && calls.includes(tokens[i + 2]!.text) && tokens[i + 3]!.text === '('
    if (!call || tokens[i - 1]?.text === '.') continue
    // Each argument that is an object; the last of `train` and `sweep` holds options, whose names are no config keys.
    let depth = 0
    for (let at = i + 4; at < tokens.length && depth >= 0; at++) {
      const { text } = tokens[at]!
      if (text === '{' && depth === 0 && ['(', ','].includes(tokens[at - 1]!.text)) at = readObject(tokens, at, '', found) - 1
      else depth += opens(text) - closes(text)
    }
  }
  return found
}

/** The source with a literal written anew. */
export const writeLiteral = (source: string, { from, to }: Pick<Literal, 'from' | 'to'>, value: Literal['value']): string =>
  source.slice(0, from) + (typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value)) + source.slice(to)

const opens = (text: string): number => (text === '(' || text === '[' || text === '{' ? 1 : 0)
const closes = (text: string): number => (text === ')' || text === ']' || text === '}' ? 1 : 0)

/** Reads the object that opens at `at`; gives the place after it. In code half typed it may end at a bracket that is not its own, which is left to whose it is. */
const readObject = (tokens: readonly Token[], at: number, prefix: string, found: Literal[]): number => {
  let i = at + 1
  while (i < tokens.length && closes(tokens[i]!.text) === 0) {
    const key = tokens[i]!
    if ((key.kind !== 'word' && key.kind !== 'string') || tokens[i + 1]?.text !== ':') {
      i = afterValue(tokens, i)
      continue
    }
    const path = prefix + (key.kind === 'string' ? key.text.slice(1, -1) : key.text)
    if (tokens[i + 2]?.text === '{') {
      i = readObject(tokens, i + 2, `${path}.`, found)
      if (tokens[i]?.text === ',') i++
    } else {
      const end = afterValue(tokens, i + 2)
      const literal = literalOf(tokens.slice(i + 2, tokens[end - 1]?.text === ',' ? end - 1 : end))
      const field = configFields.get(path === 'model' ? 'preset' : path)
      if (literal && field && fits(literal.value, field)) found.push({ field, ...literal })
      i = end
    }
  }
  return tokens[i]?.text === '}' ? i + 1 : i
}

/** The place after a value and the comma behind it. */
const afterValue = (tokens: readonly Token[], at: number): number => {
  let depth = 0
  for (let i = at; i < tokens.length; i++) {
    const { text } = tokens[i]!
    if (depth === 0 && text === ',') return i + 1
    if (depth === 0 && closes(text)) return i
    depth += opens(text) - closes(text)
  }
  return tokens.length
}

/** The value of one literal; expressions are not for a knob. */
const literalOf = (tokens: readonly Token[]): Pick<Literal, 'value' | 'from' | 'to'> | null => {
  const negative = tokens.length === 2 && tokens[0]!.text === '-'
  const last = tokens.at(-1)
  if (!last || tokens.length > (negative ? 2 : 1)) return null
  const place = { from: tokens[0]!.from, to: last.to }
  if (last.kind === 'number') {
    const value = Number(last.text.replaceAll('_', ''))
    return Number.isNaN(value) ? null : { ...place, value: negative ? -value : value }
  }
  if (negative) return null
  if (last.kind === 'string' && !last.text.includes('\\') && !last.text.includes('${')) return { ...place, value: last.text.slice(1, -1) }
  return last.text === 'true' || last.text === 'false' ? { ...place, value: last.text === 'true' } : null
}

const fits = (value: Literal['value'], { kind }: ConfigField): boolean =>
  kind === 'flag' ? typeof value === 'boolean' : kind === 'choice' ? typeof value === 'string' : kind === 'text' ? false : typeof value === 'number'
