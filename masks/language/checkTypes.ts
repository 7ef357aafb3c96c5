import { connectives, partsOf, typeOf, type BinaryOperator, type Expression, type Type } from './expression.ts'
import { printPredicate } from './print.ts'

/** That the whole answers true or false and that each operator is given what it is for. @param refuse is told why not */
export const checkTypes = (expression: Expression, refuse: (why: string) => never): void => {
  check(expression, refuse)
  if (typeOf(expression) !== 'boolean') refuse(`it answers ${words[typeOf(expression)]}, and a mask answers true or false`)
}

const words: Record<Type, string> = { number: 'a number', boolean: 'true or false', modality: 'a modality', image: 'an image number', null: 'null' }

const check = (expression: Expression, refuse: (why: string) => never): void => {
  for (const part of partsOf(expression)) check(part, refuse)
  const must = (part: Expression, fits: (type: Type) => boolean, what: string): void => {
    if (!fits(typeOf(part))) refuse(`"${textOf(part)}" in "${textOf(expression)}" is ${words[typeOf(part)]}; ${what} belongs there`)
  }
  switch (expression.kind) {
    case 'not': return must(expression.operand, isBoolean, 'true or false')
    case 'minus': return must(expression.operand, isNumeric, 'a number')
    case 'call': return expression.given.forEach((each) => must(each, isNumeric, 'a number'))
    case 'choice':
      must(expression.test, isBoolean, 'true or false')
      return must(expression.no, (type) => type === typeOf(expression.yes), words[typeOf(expression.yes)])
    case 'binary': {
      const { operator, left, right } = expression
      if (isOneOf(connectives, operator)) [left, right].forEach((side) => must(side, isBoolean, 'true or false'))
      else if (operator === '===' || operator === '!==') {
        if (!comparable(typeOf(left), typeOf(right))) refuse(`"${textOf(expression)}" compares ${words[typeOf(left)]} with ${words[typeOf(right)]}, which is never equal`)
      } else [left, right].forEach((side) => must(side, isNumeric, 'a number'))
    }
  }
}

const isBoolean = (type: Type): boolean => type === 'boolean'
/** An image number counts as JavaScript has it: null is 0. */
const isNumeric = (type: Type): boolean => type === 'number' || type === 'image'
const comparable = (a: Type, b: Type): boolean => a === b || (isNumeric(a) && isNumeric(b)) || (a === 'image' && b === 'null') || (a === 'null' && b === 'image')
const isOneOf = (words: readonly string[], operator: BinaryOperator): boolean => words.includes(operator)
const textOf = (expression: Expression): string => printPredicate(expression).replace(/^.*?=> /, '')
