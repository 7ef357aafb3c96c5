import { readFileSync } from 'node:fs'
import { configTypeText } from './configTypeText.ts'

/** The API's own sources. Each is read by a line of its own, in whose place a build puts the text. */
const sources = (): string[] => [
  readFileSync(new URL('./api/runs.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/generation.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/measurements.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/exports.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/masks.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/claims.ts', import.meta.url), 'utf8'),
  readFileSync(new URL('./api/lab.ts', import.meta.url), 'utf8'),
]

/**
 * The types of a cell's globals as a declaration file, for the editor: config types from the schema, the API from its
 * own sources.
 */
export const labTypes = (): string => {
  const api = sources().map((source) => source.replace(/^import .*\n\n?/gm, '').replace(/^export /gm, '')).join('\n')
  return `${configTypeText()}\n\n${api}\ndeclare const lab: Lab\n`
}
