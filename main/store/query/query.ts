import { InputError } from '../../../protocol/errors.ts'
import { queryTime, type QueryResult } from '../../../protocol/runTable.ts'
import type { QueryAnswer, SpawnQuery } from './queryMessages.ts'

/**
 * Runs a SELECT in a process of its own, and ends it when it takes too long.
 * @param milliseconds how long it may take
 * @throws InputError with the reason in one sentence
 */
export const query = (spawn: SpawnQuery, path: string, sql: string, milliseconds = queryTime): Promise<QueryResult> =>
  new Promise((resolve, reject) => {
    const child = spawn()
    const end = (settle: () => void): void => {
      clearTimeout(timer)
      settle()
      child.kill()
    }
    const timer = setTimeout(() => end(() => reject(new InputError(`The query was ended after ${milliseconds / 1000} s; narrow it with WHERE or LIMIT.`))), milliseconds)
    child.onExit(() => end(() => reject(new InputError('The process of the query ended before it answered, as one does that needs too much memory; narrow the query with WHERE or LIMIT.'))))
    child.ask({ path, sql }, (answer: QueryAnswer) => end(() => (answer.ok ? resolve(answer.result) : reject(new InputError(answer.error)))))
  })
