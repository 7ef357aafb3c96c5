import { fork } from 'node:child_process'
import { join } from 'node:path'
import { appRoot } from '../host/runs/appRoot.ts'
import { workerMemory, type FromWorker, type SpawnWorker } from './workerMessages.ts'

/** The cell worker's program: its source when this module runs from source, else the bundle. */
export const workerEntry = (): string =>
  import.meta.filename.endsWith('.ts') ? join(appRoot, 'main', 'cells', 'worker.ts') : join(appRoot, 'out', 'main', 'cellWorker.js')

/** Node's options for the worker: cells that allocate without end die alone. */
export const workerOptions = [`--max-old-space-size=${workerMemory}`, '--disable-warning=ExperimentalWarning'] as const

/** Starts cell workers with plain Node, outside Electron. */
export const forkWorker = (entry: string = workerEntry()): SpawnWorker => () => {
  const child = fork(entry, [], { serialization: 'advanced', execArgv: [...workerOptions], stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
  return {
    send: (message) => {
      // A failed send means that the process has gone, which `onExit` tells.
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as FromWorker)),
    onText: (listener) => {
      for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', listener)
    },
    onExit: (listener) => {
      let told = false
      const tell = (code: number | null, signal: string | null): void => {
        if (!told) listener(code, signal)
        told = true
      }
      child.on('close', tell)
      child.on('error', () => {
        if (child.pid === undefined) tell(null, null)
      })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
