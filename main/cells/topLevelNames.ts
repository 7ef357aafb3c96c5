import type { ModuleDeclaration, Program, Statement } from 'acorn'
import { patternNames } from './patternNames.ts'

/** The names that a cell's top level defines, in order of appearance, each once. */
export const definedNames = (tree: Program): string[] => [...new Set(tree.body.flatMap(namesOf))]

const namesOf = (node: Statement | ModuleDeclaration): string[] => {
  switch (node.type) {
    case 'VariableDeclaration':
      return node.declarations.flatMap(({ id }) => patternNames(id))
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [node.id.name]
    case 'ImportDeclaration':
      return node.specifiers.map(({ local }) => local.name)
    case 'ExportNamedDeclaration':
      return node.declaration ? namesOf(node.declaration) : []
    default:
      return []
  }
}
