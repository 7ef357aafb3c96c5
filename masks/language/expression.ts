/** What a predicate may read of a position: the fields of `Position`, and `noisy` for noise > 0. */
export const properties = {
  index: 'number', modality: 'modality', image: 'image', row: 'number', col: 'number', document: 'number', offset: 'number', noise: 'number', noisy: 'boolean',
} as const satisfies Record<string, Type>
export type Property = keyof typeof properties

/** `image` is a number or null. */
export type Type = 'number' | 'boolean' | 'modality' | 'image' | 'null'

export const comparisons = ['===', '!==', '<', '<=', '>', '>='] as const
export const arithmetic = ['+', '-', '*', '/', '%'] as const
export const connectives = ['&&', '||'] as const
export type BinaryOperator = (typeof comparisons)[number] | (typeof arithmetic)[number] | (typeof connectives)[number]

export const functions = { abs: 1, floor: 1, min: 2, max: 2 } as const
export type FunctionName = keyof typeof functions

/**
 * A predicate over a query q and a key k, as a tree. It has no names, no assignments and no calls but of four functions
 * of numbers: whatever it holds, it is a pure and total function of the two positions.
 */
export type Expression =
  | { kind: 'literal'; value: number | boolean | 'text' | 'image' | 'wave' | null }
  | { kind: 'property'; of: 'q' | 'k'; name: Property }
  | { kind: 'not' | 'minus'; operand: Expression }
  | { kind: 'binary'; operator: BinaryOperator; left: Expression; right: Expression }
  | { kind: 'choice'; test: Expression; yes: Expression; no: Expression }
  | { kind: 'call'; name: FunctionName; given: Expression[] }

export const typeOf = (expression: Expression): Type => {
  switch (expression.kind) {
    case 'literal': {
      const { value } = expression
      return value === null ? 'null' : typeof value === 'string' ? 'modality' : typeof value === 'number' ? 'number' : 'boolean'
    }
    case 'property': return properties[expression.name]
    case 'not': return 'boolean'
    case 'minus': case 'call': return 'number'
    case 'binary': return (arithmetic as readonly string[]).includes(expression.operator) ? 'number' : 'boolean'
    case 'choice': return typeOf(expression.yes)
  }
}

/** The parts of an expression. */
export const partsOf = (expression: Expression): Expression[] => {
  switch (expression.kind) {
    case 'literal': case 'property': return []
    case 'not': case 'minus': return [expression.operand]
    case 'binary': return [expression.left, expression.right]
    case 'choice': return [expression.test, expression.yes, expression.no]
    case 'call': return expression.given
  }
}

/** How many parts an expression has, itself included. */
export const sizeOf = (expression: Expression): number => partsOf(expression).reduce((sum, part) => sum + sizeOf(part), 1)

/** Whether the property of either position is read anywhere. */
export const reads = (expression: Expression, property: Property): boolean =>
  expression.kind === 'property' ? expression.name === property : partsOf(expression).some((part) => reads(part, property))
