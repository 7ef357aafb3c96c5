import { inspect, types } from 'node:util'
import type { CellOutput } from '../../protocol/notebook.ts'
import { CellSyntaxError } from './program.ts'

type ErrorOutput = Extract<CellOutput, { kind: 'error' }>

/**
 * What a cell threw, with the line in the cell.
 * @param file the name that the cell was compiled under
 */
export const errorOutput = (thrown: unknown, file: string): ErrorOutput => {
  if (thrown instanceof CellSyntaxError) return { kind: 'error', name: thrown.name, message: thrown.message, line: thrown.line, stack: '' }
  if (!isError(thrown)) return { kind: 'error', name: 'Thrown', message: typeof thrown === 'string' ? thrown : inspect(thrown), line: null, stack: '' }
  const frames = (thrown.stack ?? '').split('\n').filter((line) => line.includes(file))
  const line = frames.map((frame) => frame.slice(frame.indexOf(file) + file.length)).map((rest) => /^:(\d+)/.exec(rest)?.[1]).find(Boolean)
  return {
    kind: 'error',
    name: thrown.name,
    message: thrown.message,
    line: line === undefined ? null : Number(line),
    stack: frames.map((frame) => frame.trim().replaceAll(file, 'cell').replace(/^at /, '')).join('\n'),
  }
}

const isError = (thrown: unknown): thrown is Error => thrown instanceof Error || types.isNativeError(thrown)
