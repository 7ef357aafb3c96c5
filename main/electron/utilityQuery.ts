import { utilityProcess } from 'electron'
import { queryEntry, queryOptions } from '../store/query/forkQuery.ts'
import type { QueryAnswer, SpawnQuery } from '../store/query/queryMessages.ts'
import { endProcess } from './endProcess.ts'

/** Starts query processes as utility processes of Electron. */
export const utilityQuery: SpawnQuery = () => {
  const child = utilityProcess.fork(queryEntry(), [], { serviceName: 'Transfusion Lab query', execArgv: [...queryOptions], stdio: 'ignore' })
  return {
    ask: (question, answered) => {
      child.once('message', (message: QueryAnswer) => answered(message))
      child.postMessage(question)
    },
    onExit: (listener) => void child.once('exit', listener),
    kill: () => endProcess(child),
  }
}
