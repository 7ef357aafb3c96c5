import { messageOf } from '../../../protocol/errors.ts'
import type { QueryAnswer, QueryQuestion } from './queryMessages.ts'
import { runQuery } from './runQuery.ts'

/** One query, in a process of its own: SQLite cannot be stopped from within, a process can. */
const answer = ({ path, sql }: QueryQuestion): QueryAnswer => {
  try {
    return { ok: true, result: runQuery(path, sql) }
  } catch (thrown) {
    return { ok: false, error: messageOf(thrown) }
  }
}

const port = (process as { parentPort?: { once(event: 'message', listener: (event: { data: QueryQuestion }) => void): void; postMessage(message: QueryAnswer): void } }).parentPort
if (port) port.once('message', ({ data }) => port.postMessage(answer(data)))
else process.once('message', (question) => void process.send?.(answer(question as QueryQuestion), () => process.disconnect()))
