import { parseExpressionAt, type Expression as Node, type Function as FunctionNode, type Pattern, type Statement } from 'acorn'
import { InputError } from '../../protocol/errors.ts'
import { checkTypes } from './checkTypes.ts'
import { arithmetic, comparisons, connectives, functions, partsOf, properties, type BinaryOperator, type Expression, type FunctionName, type Property } from './expression.ts'
import { nearest } from '../../protocol/config/nearest.ts'

/** Values that a predicate takes from outside, by name. */
export type Constants = Readonly<Record<string, number | boolean>>

/** What a name stands for: a whole position, or a value. */
type Scope = ReadonlyMap<string, 'q' | 'k' | Expression>

const largest = 2000

const subset = 'a mask may use q, k, its constants, numbers, comparisons, arithmetic, &&, ||, !, ?: and Math.abs, floor, min, max'

/**
 * A predicate from its text: an arrow function of `{ q, k }`, or of `q, k`. Nothing is run: the text is read into a tree,
 * and what the tree has no place for is refused.
 * @param constants what a second parameter `{ … }` names
 * @throws InputError that says where and what to write instead
 */
export const parsePredicate = (name: string, source: string, constants: Constants = {}): Expression => {
  const reader = new Reader(name, source)
  const expression = reader.predicate(constants)
  checkTypes(expression, (why) => reader.refuse(null, why))
  return expression
}

class Reader {
  readonly #name: string
  readonly #source: string
  readonly #sizes = new Map<Expression, number>()
  #size = 0

  constructor(name: string, source: string) {
    this.#name = name
    this.#source = source
  }

  refuse(node: { start: number } | null, why: string): never {
    throw new InputError(`Mask "${this.#name}"${node ? `, ${placeOf(this.#source, node.start)}` : ''}: ${why}.`)
  }

  predicate(constants: Constants): Expression {
    const arrow = this.#arrow()
    const scope = new Map<string, 'q' | 'k' | Expression>()
    const [first, second, ...more] = arrow.params
    const separate = first?.type === 'Identifier' && second?.type === 'Identifier'
    if (separate) scope.set(first.name, 'q').set(second.name, 'k')
    else if (first) this.#names(first, (key, local, node) => scope.set(local, key === 'q' || key === 'k' ? key : this.refuse(node, `a mask is given { q, k }, not "${key}"`)))
    const given = separate ? more[0] : second
    if (given) this.#names(given, (key, local, node) => scope.set(local, this.#constant(key, constants, node)))
    if (arrow.async || arrow.generator) this.refuse(arrow, 'a mask answers at once; take "async" away')
    return arrow.body.type === 'BlockStatement' ? this.#block(arrow.body.body, scope, arrow) : this.#read(arrow.body, scope)
  }

  #arrow(): FunctionNode {
    let node: Node
    try {
      node = parseExpressionAt(this.#source, 0, { ecmaVersion: 2023 })
    } catch (error) {
      const at = (error as { pos?: number }).pos
      this.refuse(at === undefined ? null : { start: at }, 'this is no JavaScript expression; write ({ q, k }) => k.index <= q.index')
    }
    if (this.#source.slice(node.end).replace(/[;\s]/g, '') !== '') this.refuse({ start: node.end }, 'the mask ends here, and more follows; a mask is one arrow function')
    if (node.type !== 'ArrowFunctionExpression' && node.type !== 'FunctionExpression') this.refuse(node, 'a mask is an arrow function, such as ({ q, k }) => k.index <= q.index')
    return node
  }

  /** The names that a pattern `{ a, b: c }` takes. */
  #names(pattern: Pattern, take: (key: string, local: string, node: Pattern) => void): void {
    if (pattern.type !== 'ObjectPattern') this.refuse(pattern, 'write the parameters as { q, k }')
    for (const property of pattern.properties) {
      if (property.type !== 'Property' || property.key.type !== 'Identifier' || property.value.type !== 'Identifier') this.refuse(pattern, 'write the parameters as { q, k }')
      take(property.key.name, property.value.name, pattern)
    }
  }

  #constant(name: string, constants: Constants, node: Pattern): Expression {
    const value = Object.hasOwn(constants, name) ? constants[name] : undefined
    if (value === undefined) this.refuse(node, `the constant "${name}" has no value; give it: { constants: { ${name}: 4 } }`)
    if (typeof value !== 'boolean' && !Number.isFinite(value)) this.refuse(node, `the constant "${name}" is ${String(value)}; a constant is a finite number, true or false`)
    return literal(value)
  }

  /** `const` names are put in place of themselves, and `if (a) return b; return c` is a ? b : c. */
  #block([statement, ...rest]: Statement[], scope: Scope, from: { start: number }): Expression {
    if (!statement) this.refuse(from, 'not every way through the mask returns a value')
    switch (statement.type) {
      case 'ReturnStatement': return statement.argument ? this.#read(statement.argument, scope) : this.refuse(statement, 'a mask returns true or false')
      case 'BlockStatement': return this.#block([...statement.body, ...rest], scope, statement)
      case 'VariableDeclaration': {
        if (statement.kind !== 'const') this.refuse(statement, `"${statement.kind}" can change, and a mask is a pure function; write "const"`)
        const inner = new Map(scope)
        for (const { id, init } of statement.declarations) {
          if (id.type !== 'Identifier' || !init) this.refuse(statement, 'write const name = value')
          inner.set(id.name, this.#read(init, inner))
        }
        return this.#block(rest, inner, statement)
      }
      case 'IfStatement': {
        const no = statement.alternate ? [statement.alternate, ...rest] : rest
        return { kind: 'choice', test: this.#read(statement.test, scope), yes: this.#block([statement.consequent, ...rest], scope, statement), no: this.#block(no, scope, statement) }
      }
      default: return this.refuse(statement, `"${this.#source.slice(statement.start, statement.end).split('\n')[0]}" is not part of a mask; ${subset}`)
    }
  }

  /** Names stand for what they name, so a short text can make a tree that fills the memory: it ends at a size that no one writes. */
  #grow(node: Node, by: number): void {
    this.#size += by
    if (this.#size > largest) this.refuse(node, `with its names written out this mask has more than ${largest} parts; make it simpler`)
  }

  #sizeOf(expression: Expression): number {
    let size = this.#sizes.get(expression)
    if (size === undefined) this.#sizes.set(expression, (size = partsOf(expression).reduce((sum, part) => sum + this.#sizeOf(part), 1)))
    return size
  }

  #read(node: Node, scope: Scope): Expression {
    this.#grow(node, 1)
    const outside = (): never => this.refuse(node, `"${this.#source.slice(node.start, node.end)}" is not part of a mask; ${subset}`)
    switch (node.type) {
      case 'ParenthesizedExpression': return this.#read(node.expression, scope)
      case 'Literal': {
        const { value } = node
        if (typeof value === 'number' || typeof value === 'boolean' || value === null && node.raw === 'null') return literal(value)
        if (value === 'text' || value === 'image' || value === 'wave') return literal(value)
        return typeof value === 'string' ? this.refuse(node, `a modality is 'text', 'image' or 'wave', not ${JSON.stringify(value)}`) : outside()
      }
      case 'Identifier': {
        const known = scope.get(node.name)
        if (known === 'q' || known === 'k') return this.refuse(node, `"${node.name}" is a position; read one of its fields: ${Object.keys(properties).join(', ')}`)
        if (known) this.#grow(node, this.#sizeOf(known))
        return known ?? this.refuse(node, `"${node.name}" is not known in a mask, which is kept as text; give it as a constant: lab.mask(({ q, k }, { ${node.name} }) => …, { constants: { ${node.name} } })`)
      }
      case 'MemberExpression': {
        const { object, property, computed } = node
        const of = object.type === 'Identifier' ? scope.get(object.name) : undefined
        if (computed || property.type !== 'Identifier' || (of !== 'q' && of !== 'k')) return outside()
        if (Object.hasOwn(properties, property.name)) return { kind: 'property', of, name: property.name as Property }
        const near = nearest(property.name, Object.keys(properties))
        return this.refuse(node, `a position has no "${property.name}"; ${near ? `did you mean "${near}"? It` : 'it'} has ${Object.keys(properties).join(', ')}`)
      }
      case 'UnaryExpression':
        if (node.operator === '!') return { kind: 'not', operand: this.#read(node.argument, scope) }
        if (node.operator === '+') return this.#read(node.argument, scope)
        return node.operator === '-' ? { kind: 'minus', operand: this.#read(node.argument, scope) } : outside()
      case 'BinaryExpression': case 'LogicalExpression': {
        const { operator } = node
        if (operator === '==' || operator === '!=') return this.refuse(node, `write ${operator}= in place of ${operator}`)
        if (![...comparisons, ...arithmetic, ...connectives].includes(operator as BinaryOperator) || node.left.type === 'PrivateIdentifier') return outside()
        return { kind: 'binary', operator: operator as BinaryOperator, left: this.#read(node.left, scope), right: this.#read(node.right, scope) }
      }
      case 'ConditionalExpression':
        return { kind: 'choice', test: this.#read(node.test, scope), yes: this.#read(node.consequent, scope), no: this.#read(node.alternate, scope) }
      case 'CallExpression': return this.#call(node, scope) ?? outside()
      default: return outside()
    }
  }

  #call(node: Extract<Node, { type: 'CallExpression' }>, scope: Scope): Expression | null {
    const { callee } = node
    if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type !== 'Identifier' || callee.object.name !== 'Math' || callee.property.type !== 'Identifier') return null
    const name = callee.property.name
    if (name === 'random') this.refuse(node, 'Math.random is not a function of q and k, and a mask is one')
    if (!Object.hasOwn(functions, name)) return null
    const least = functions[name as FunctionName]
    if (node.arguments.length !== least) this.refuse(node, `Math.${name} takes ${least} number${least === 1 ? '' : 's'} in a mask`)
    return { kind: 'call', name: name as FunctionName, given: node.arguments.map((each) => (each.type === 'SpreadElement' ? this.refuse(each, 'a mask has no lists') : this.#read(each, scope))) }
  }
}

const literal = (value: number | boolean | 'text' | 'image' | 'wave' | null): Expression =>
  typeof value === 'number' && (value < 0 || Object.is(value, -0)) ? { kind: 'minus', operand: { kind: 'literal', value: -value } } : { kind: 'literal', value }

/** "line 2, column 5" of a place in a text. */
const placeOf = (source: string, at: number): string => {
  const before = source.slice(0, at).split('\n')
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`
}
