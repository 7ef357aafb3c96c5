import { readFileSync } from 'node:fs'
import { configTypeText } from './configTypeText.ts'

/**
 * The types of a cell's globals as a declaration file, for the editor: config types from the schema, the API from its
 * own source.
 */
export const labTypes = (): string => {
  const source = readFileSync(new URL('./labApi.ts', import.meta.url), 'utf8')
  const api = source.replace(/^import .*\n\n?/gm, '').replace(/^export /gm, '')
  return `${configTypeText()}\n\n${api}\ndeclare const lab: Lab\n`
}
