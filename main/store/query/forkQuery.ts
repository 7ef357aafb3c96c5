import { fork } from 'node:child_process'
import { join } from 'node:path'
import { appRoot } from '../../host/runs/appRoot.ts'
import type { QueryAnswer, SpawnQuery } from './queryMessages.ts'

/** The query process's program: its source when this module runs from source, else the bundle. */
export const queryEntry = (): string =>
  import.meta.filename.endsWith('.ts') ? join(import.meta.dirname, 'queryProcess.ts') : join(appRoot, 'out', 'main', 'queryProcess.js')

/** Memory of a query's process: one that gathers without end dies alone. */
export const queryOptions = ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning'] as const

/** Starts query processes with plain Node, outside Electron. */
export const forkQuery: SpawnQuery = () => {
  const child = fork(queryEntry(), [], { serialization: 'advanced', execArgv: [...queryOptions], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  return {
    ask: (question, answered) => {
      child.on('message', (message) => answered(message as QueryAnswer))
      child.send(question, () => {})
    },
    onExit: (listener) => {
      child.on('exit', listener)
      child.on('error', listener)
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
