import { createCellRunner } from './cellRunner.ts'
import type { FromWorker, ToWorker } from './workerMessages.ts'

/** The message port of Electron's utility processes; plain forks have `process.send`. */
type ParentPort = { postMessage(message: unknown): void; on(event: 'message', listener: (event: { data: unknown }) => void): void }
const port = (process as { parentPort?: ParentPort }).parentPort

const send = (message: FromWorker): void => {
  if (port) port.postMessage(message)
  else process.send?.(message)
}

const runner = createCellRunner(send)

// A rejected promise that a cell left alone must be shown, and must not end the worker with all its names.
process.on('unhandledRejection', runner.stray)
process.on('uncaughtException', runner.stray)
process.on('disconnect', () => process.exit(0))

if (port) port.on('message', ({ data }) => runner.receive(data as ToWorker))
else process.on('message', (message) => runner.receive(message as ToWorker))
send({ type: 'ready' })
