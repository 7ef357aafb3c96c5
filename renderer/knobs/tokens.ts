/** A piece of source; comments and spaces are between them. */
export interface Token {
  kind: 'word' | 'number' | 'string' | 'mark'
  text: string
  from: number
  to: number
}

const pattern = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|([A-Za-z_$][\w$]*)|((?:0[xX][\da-fA-F_]+|\d[\d_]*\.?[\d_]*(?:[eE][+-]?\d+)?|\.\d[\d_]*(?:[eE][+-]?\d+)?)n?)|('(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"|`(?:[^`\\]|\\[\s\S])*`)|([\s\S])/gy
const kinds = ['word', 'number', 'string', 'mark'] as const

/** The tokens of a cell. Half-typed code gives tokens all the same: a scanner must not go blind while somebody types. */
export const tokensOf = (source: string): Token[] => {
  const tokens: Token[] = []
  for (const match of source.matchAll(pattern)) {
    const kind = kinds.find((_, i) => match[i + 1] !== undefined)
    if (kind) tokens.push({ kind, text: match[0], from: match.index, to: match.index + match[0].length })
  }
  return tokens
}
