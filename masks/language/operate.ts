import type { BinaryOperator, FunctionName } from './expression.ts'

/**
 * out = a ∘ b, element by element; true is 1 and false 0. One loop each, since a loop over a function that varies takes
 * four times as long, and these run T² times.
 */
export const operate = (operator: BinaryOperator | FunctionName | 'not' | 'minus' | 'choice' | 'literal' | 'property', out: Float64Array, a: Float64Array, b: Float64Array, c: Float64Array): void => {
  const n = out.length
  switch (operator) {
    case '&&': for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!; return
    case '||': for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]! > 0 ? 1 : 0; return
    case '===': for (let i = 0; i < n; i++) out[i] = a[i]! === b[i]! ? 1 : 0; return
    case '!==': for (let i = 0; i < n; i++) out[i] = a[i]! !== b[i]! ? 1 : 0; return
    case '<': for (let i = 0; i < n; i++) out[i] = a[i]! < b[i]! ? 1 : 0; return
    case '<=': for (let i = 0; i < n; i++) out[i] = a[i]! <= b[i]! ? 1 : 0; return
    case '>': for (let i = 0; i < n; i++) out[i] = a[i]! > b[i]! ? 1 : 0; return
    case '>=': for (let i = 0; i < n; i++) out[i] = a[i]! >= b[i]! ? 1 : 0; return
    case '+': for (let i = 0; i < n; i++) out[i] = a[i]! + b[i]!; return
    case '-': for (let i = 0; i < n; i++) out[i] = a[i]! - b[i]!; return
    case '*': for (let i = 0; i < n; i++) out[i] = a[i]! * b[i]!; return
    case '/': for (let i = 0; i < n; i++) out[i] = a[i]! / b[i]!; return
    case '%': for (let i = 0; i < n; i++) out[i] = a[i]! % b[i]!; return
    case 'min': for (let i = 0; i < n; i++) out[i] = Math.min(a[i]!, b[i]!); return
    case 'max': for (let i = 0; i < n; i++) out[i] = Math.max(a[i]!, b[i]!); return
    case 'abs': for (let i = 0; i < n; i++) out[i] = Math.abs(a[i]!); return
    case 'floor': for (let i = 0; i < n; i++) out[i] = Math.floor(a[i]!); return
    case 'not': for (let i = 0; i < n; i++) out[i] = 1 - a[i]!; return
    case 'minus': for (let i = 0; i < n; i++) out[i] = -a[i]!; return
    case 'choice': for (let i = 0; i < n; i++) out[i] = a[i] !== 0 ? b[i]! : c[i]!; return
    default: throw new Error(`"${operator}" has no parts to combine`)
  }
}
