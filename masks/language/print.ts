import type { Expression } from './expression.ts'

/** The one text of a predicate: equal trees print alike, whatever spaces, names and constants they were written with. */
export const printPredicate = (expression: Expression): string => `({ q, k }) => ${print(expression, 0)}`

const precedence: Record<string, number> = { '||': 2, '&&': 3, '===': 4, '!==': 4, '<': 5, '<=': 5, '>': 5, '>=': 5, '+': 6, '-': 6, '*': 7, '/': 7, '%': 7 }
const tightest = 9

/** @param least how tightly an operator must bind to stand here without parentheses */
const print = (expression: Expression, least: number): string => {
  const [text, binds] = pieces(expression)
  return binds < least ? `(${text})` : text
}

const pieces = (expression: Expression): [text: string, binds: number] => {
  switch (expression.kind) {
    case 'literal': return typeof expression.value === 'string' ? [`'${expression.value}'`, tightest] : [String(expression.value), isNegative(expression.value) ? 8 : tightest]
    case 'property': return [`${expression.of}.${expression.name}`, tightest]
    case 'not': return [`!${print(expression.operand, 8)}`, 8]
    // A space, since −−1 would be a decrement.
    case 'minus': return [`-${print(expression.operand, tightest)}`, 8]
    case 'call': return [`Math.${expression.name}(${expression.given.map((each) => print(each, 0)).join(', ')})`, tightest]
    case 'choice': return [`${print(expression.test, 2)} ? ${print(expression.yes, 1)} : ${print(expression.no, 1)}`, 1]
    case 'binary': {
      const { operator, left, right } = expression
      const own = precedence[operator]!
      // && inside || needs no parentheses, but most readers do.
      const mixed = (side: Expression): number => (operator === '||' && side.kind === 'binary' && side.operator === '&&' ? tightest : own)
      return [`${print(left, mixed(left))} ${operator} ${print(right, Math.max(mixed(right), operator === '&&' || operator === '||' ? own : own + 1))}`, own]
    }
  }
}

const isNegative = (value: unknown): boolean => typeof value === 'number' && (value < 0 || Object.is(value, -0))
