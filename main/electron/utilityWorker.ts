import { utilityProcess } from 'electron'
import { workerEntry, workerOptions } from '../cells/forkWorker.ts'
import type { FromWorker, SpawnWorker } from '../cells/workerMessages.ts'
import { endProcess } from './endProcess.ts'

/** Starts cell workers as utility processes of Electron. */
export const utilityWorker: SpawnWorker = () => {
  const child = utilityProcess.fork(workerEntry(), [], { serviceName: 'Transfusion Lab cells', execArgv: [...workerOptions], stdio: ['ignore', 'pipe', 'pipe'] })
  let gone = false
  child.on('exit', () => (gone = true))
  return {
    send: (message) => {
      if (!gone) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromWorker)),
    onText: (listener) => {
      for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => listener(String(chunk)))
    },
    onExit: (listener) => void child.once('exit', (code) => listener(code, null)),
    kill: () => endProcess(child),
  }
}
