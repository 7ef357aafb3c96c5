import { ancestor, full } from 'acorn-walk'
import type { BlockStatement, Function as FunctionNode, Node, Program, Statement, StaticBlock, SwitchStatement } from 'acorn'
import { patternNames } from './patternNames.ts'
import { definedNames } from './topLevelNames.ts'

/** The names that a cell takes from elsewhere: another cell, or the built-in globals. */
export const freeNames = (tree: Program): Set<string> => {
  const own = new Set([...definedNames(tree), ...hoistedVariables(tree)])
  const free = new Set<string>()
  const bound = new Map<Node, ReadonlySet<string>>()
  const namesBoundBy = (node: Node): ReadonlySet<string> => {
    const known = bound.get(node) ?? new Set(boundNames(node as Scope))
    bound.set(node, known)
    return known
  }
  const see = (node: Node & { name: string }, _state: unknown, ancestors: Node[]): void => {
    const local = ancestors.some((outer) => outer.type !== 'Program' && namesBoundBy(outer).has(node.name))
    if (!local && !own.has(node.name)) free.add(node.name)
  }
  ancestor(tree, { Identifier: see, VariablePattern: see } as Parameters<typeof ancestor>[1])
  return free
}

type Scope = Node & (FunctionNode | BlockStatement | StaticBlock | SwitchStatement | { type: 'other' })

const boundNames = (node: Scope): string[] => {
  const found: Node & Record<string, unknown> = node as never
  switch (found.type) {
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression': {
      const { params, id, body } = node as FunctionNode
      return [...params.flatMap(patternNames), ...(id ? [id.name] : []), ...hoistedVariables(body), 'arguments']
    }
    case 'ClassExpression':
    case 'ClassDeclaration':
      return found['id'] ? [(found['id'] as { name: string }).name] : []
    case 'BlockStatement':
    case 'StaticBlock':
      return declared((node as BlockStatement).body)
    case 'SwitchStatement':
      return (node as SwitchStatement).cases.flatMap(({ consequent }) => declared(consequent))
    case 'ForStatement':
      return declared([found['init']])
    case 'ForOfStatement':
    case 'ForInStatement':
      return declared([found['left']])
    case 'CatchClause':
      return found['param'] ? patternNames(found['param'] as never) : []
    default:
      return []
  }
}

const declared = (nodes: readonly unknown[]): string[] =>
  (nodes as (Node | null)[]).flatMap((node) =>
    node ? definedNames({ type: 'Program', start: 0, end: 0, sourceType: 'module', body: [node as Statement] }) : [])

/** Names of `var` anywhere under a node; those inside nested functions are included, which only hides a dependency. */
const hoistedVariables = (node: Node): string[] => {
  const names: string[] = []
  full(node, (inner) => {
    const declaration = inner as Node & { kind?: string; declarations?: { id: never }[] }
    if (declaration.type === 'VariableDeclaration' && declaration.kind === 'var') {
      names.push(...declaration.declarations!.flatMap(({ id }) => patternNames(id)))
    }
  })
  return names
}
