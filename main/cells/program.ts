import { stripTypeScriptTypes } from 'node:module'
import { parse, type Program } from 'acorn'

/** A cell's source cannot be read as TypeScript. */
export class CellSyntaxError extends Error {
  override readonly name = 'SyntaxError'
  readonly line: number | null

  constructor(message: string, line: number | null) {
    super(message)
    this.line = line
  }
}

/** The program of a cell, and its JavaScript: types are blanked out, so every position stays where it was. */
export interface CellProgram {
  javascript: string
  tree: Program
}

/** @throws CellSyntaxError with the line in the cell */
export const parseCell = (source: string): CellProgram => {
  const javascript = withoutTypes(source)
  try {
    const tree = parse(javascript, { ecmaVersion: 'latest', sourceType: 'module', allowAwaitOutsideFunction: true })
    return { javascript, tree }
  } catch (error) {
    const { message, loc } = error as SyntaxError & { loc?: { line: number } }
    throw new CellSyntaxError(message.replace(/ \(\d+:\d+\)$/, ''), loc?.line ?? null)
  }
}

const withoutTypes = (source: string): string => {
  try {
    return stripTypeScriptTypes(source)
  } catch (error) {
    const { message, stack = '' } = error as Error
    // Node gives the place only as the first line of the stack: `FILE:LINE`.
    const line = /^[^\n]*:(\d+)\n/.exec(stack)?.[1]
    const advice = message.includes('strip-only') ? '; cells take TypeScript whose types can simply be removed, so write a plain object or a union instead' : ''
    throw new CellSyntaxError(message.replace(' in strip-only mode', ' in cells') + advice, line === undefined ? null : Number(line))
  }
}
