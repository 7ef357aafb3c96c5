import { InputError } from '../errors.ts'

/** What the filter's words are made of, with their place in the text. */
export interface Token {
  kind: 'word' | 'quoted' | 'operator' | 'open' | 'close'
  text: string
  at: number
  length: number
}

/** A filter that cannot be read: the sentence, and where in the text it is about. */
export class FilterError extends InputError {
  readonly at: number
  readonly length: number

  constructor(message: string, at: number, length: number) {
    super(message)
    this.at = at
    this.length = length
  }
}

const pattern = /\s+|(?<open>\()|(?<close>\))|(?<operator>[<>]=|!=|==|[=<>~:≤≥≠])|"(?<double>[^"]*)"|'(?<single>[^']*)'|(?<word>[^\s()=!<>~:"'≤≥≠]+)/uy

const plainOperators: Record<string, string> = { ':': '=', '==': '=', '≤': '<=', '≥': '>=', '≠': '!=' }

/** Cuts a filter into tokens. @throws FilterError at a character that begins nothing */
export const tokensOf = (text: string): Token[] => {
  const tokens: Token[] = []
  pattern.lastIndex = 0
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex
    const match = pattern.exec(text)
    if (!match) throw unreadable(text, at)
    const { open, close, operator, double, single, word } = match.groups!
    const length = match[0].length
    const quoted = double ?? single
    if (open) tokens.push({ kind: 'open', text: open, at, length })
    else if (close) tokens.push({ kind: 'close', text: close, at, length })
    else if (operator) tokens.push({ kind: 'operator', text: plainOperators[operator] ?? operator, at, length })
    else if (quoted !== undefined) tokens.push({ kind: 'quoted', text: quoted, at, length })
    else if (word) tokens.push({ kind: 'word', text: word, at, length })
  }
  return tokens
}

const unreadable = (text: string, at: number): FilterError => {
  const character = text[at]!
  return character === '"' || character === "'"
    ? new FilterError(`The quote at character ${at + 1} is not closed.`, at, text.length - at)
    : new FilterError(`"${character}" at character ${at + 1} begins nothing; write != for “not equal”, or “not” before a condition.`, at, 1)
}
