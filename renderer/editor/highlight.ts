/** What a piece of code is, for its colour. */
export type TokenKind = 'comment' | 'string' | 'number' | 'keyword' | 'type' | 'plain'

export interface Token {
  kind: TokenKind
  text: string
}

const keywords = new Set(('as async await break case catch class const continue default delete do else export extends false finally for from function '
  + 'if import in instanceof interface let new null of return satisfies static super switch this throw true try type typeof undefined var void while yield').split(' '))

const pattern = new RegExp([
  String.raw`(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))`,
  String.raw`(?<string>'(?:\\.|[^'\\\n])*'?|"(?:\\.|[^"\\\n])*"?|${'`'}(?:\\[\s\S]|[^${'`'}\\])*${'`'}?)`,
  String.raw`(?<number>\b(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?)n?\b)`,
  String.raw`(?<word>[\p{L}_$][\p{L}\p{N}_$]*)`,
].join('|'), 'giu')

/**
 * Code in colours without the editor: for cells that nobody types into, at once and before Monaco has come.
 * The pieces together are the source.
 */
export const highlight = (source: string): Token[] => {
  const tokens: Token[] = []
  let end = 0
  for (const match of source.matchAll(pattern)) {
    const text = match[0]
    if (match.index > end) tokens.push({ kind: 'plain', text: source.slice(end, match.index) })
    tokens.push({ kind: kindOf(match.groups!, source[match.index - 1]), text })
    end = match.index + text.length
  }
  if (end < source.length) tokens.push({ kind: 'plain', text: source.slice(end) })
  return tokens
}

const kindOf = (groups: Record<string, string | undefined>, before: string | undefined): TokenKind => {
  if (groups['comment'] !== undefined) return 'comment'
  if (groups['string'] !== undefined) return 'string'
  if (groups['number'] !== undefined) return 'number'
  const word = groups['word']!
  if (before === '.') return 'plain'
  return keywords.has(word) ? 'keyword' : /^\p{Lu}/u.test(word) ? 'type' : 'plain'
}
