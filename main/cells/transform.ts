import type { ExpressionStatement, ImportDeclaration, ModuleDeclaration, Statement, VariableDeclaration } from 'acorn'
import { CellSyntaxError, parseCell } from './program.ts'
import { definedNames } from './topLevelNames.ts'

/** A cell ready to be evaluated. */
export interface TransformedCell {
  /** An expression: an async function whose result is `{ value }` of the last expression, or undefined. */
  code: string
  names: string[]
}

interface Edit {
  start: number
  end: number
  text: string
}

/** Names of the API that a cell must not replace: the cells after it would lose them. */
const reservedNames = ['lab', 'console', 'globalThis', 'undefined']

/**
 * Turns a cell into a function whose top-level names are properties of the global object, so that cells share them
 * and a cell that runs again replaces them. Lines stay where they were.
 * @throws CellSyntaxError
 */
export const transformCell = (source: string): TransformedCell => {
  const { javascript, tree } = parseCell(source)
  const names = definedNames(tree)
  const reserved = names.find((name) => reservedNames.includes(name))
  if (reserved) throw new CellSyntaxError(`"${reserved}" belongs to the notebook; choose another name`, null)
  const edits = tree.body.flatMap((node, i) => editsOf(node, javascript, i === tree.body.length - 1))
  const functions = tree.body.flatMap((node) => (declarationOf(node).type === 'FunctionDeclaration' ? namesIn(node) : []))
  const hoisted = functions.map((name) => `globalThis.${name} = ${name}; `).join('')
  return { code: `(async () => { 'use strict'; ${hoisted}${applied(javascript, edits)}\n})`, names }
}

const declarationOf = (node: Statement | ModuleDeclaration): Statement | ModuleDeclaration =>
  node.type === 'ExportNamedDeclaration' && node.declaration ? node.declaration : node

const namesIn = (node: Statement | ModuleDeclaration): string[] =>
  definedNames({ type: 'Program', start: 0, end: 0, sourceType: 'module', body: [node] })

const editsOf = (node: Statement | ModuleDeclaration, javascript: string, last: boolean): Edit[] => {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.kind.endsWith('using') ? [] : variableEdits(node)
    case 'ClassDeclaration':
      return [insert(node.start, `;${node.id.name} = `), insert(node.end, ';')]
    case 'ImportDeclaration':
      return [{ start: node.start, end: node.end, text: importCode(node) }]
    case 'ExportNamedDeclaration':
      return node.declaration
        ? [{ start: node.start, end: node.declaration.start, text: '' }, ...editsOf(node.declaration, javascript, false)]
        : [{ start: node.start, end: node.end, text: ';' }]
    case 'ExportDefaultDeclaration':
    case 'ExportAllDeclaration':
      throw new CellSyntaxError('cells share all their top-level names, so this export is not needed; remove it', null)
    case 'ExpressionStatement':
      return last && node.expression.type !== 'AssignmentExpression' ? valueEdits(node, javascript) : []
    default:
      return []
  }
}

/** The statement, not its expression, gives the range: only that includes parentheses around the whole. */
const valueEdits = ({ start, end }: ExpressionStatement, javascript: string): Edit[] => [
  insert(start, 'return { value: await ('),
  insert(javascript[end - 1] === ';' ? end - 1 : end, ') }'),
]

/** `const a = 1, { b } = c` → `;(a = 1, { b } = c);` */
const variableEdits = (node: VariableDeclaration): Edit[] => {
  const first = node.declarations[0]!
  const edits: Edit[] = [{ start: node.start, end: first.start, text: ';(' }]
  for (const { init, end } of node.declarations) if (!init) edits.push(insert(end, ' = undefined'))
  edits.push(insert(node.declarations.at(-1)!.end, ');'))
  return edits
}

/** Imports become awaited ones, so that their names can be shared as well. */
const importCode = (node: ImportDeclaration): string => {
  const from = `await import(${node.source.raw})`
  const parts = node.specifiers.map((specifier) => {
    if (specifier.type === 'ImportNamespaceSpecifier') return `${specifier.local.name} = ${from}`
    const imported = specifier.type === 'ImportDefaultSpecifier' ? 'default' : specifier.imported.type === 'Literal' ? String(specifier.imported.value) : specifier.imported.name
    return `({ ${JSON.stringify(imported)}: ${specifier.local.name} } = ${from})`
  })
  return `;${parts.length === 0 ? from : parts.join('; ')};`
}

const insert = (at: number, text: string): Edit => ({ start: at, end: at, text })

const applied = (source: string, edits: readonly Edit[]): string => {
  let result = ''
  let position = 0
  for (const { start, end, text } of edits) {
    const lineEnds = source.slice(start, end).replace(/[^\n]/g, '')
    result += source.slice(position, start) + text + lineEnds
    position = end
  }
  return result + source.slice(position)
}
