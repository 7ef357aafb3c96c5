import type { HostMessage, KernelMessage } from '../protocol/kernelMessages.ts'

/** The kernel's end of its connection with the host. */
export interface HostPort {
  send(message: KernelMessage): void
  onMessage(listener: (message: HostMessage) => void): void
  /** The host is gone. */
  onClose(listener: () => void): void
}

/** What Electron's utility process has in place of Node's `process.send`. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

/** The connection that this process was started with: Electron's, or that of `child_process.fork`. */
export const hostPort = (): HostPort => {
  const { parentPort } = process as { parentPort?: ParentPort }
  if (parentPort) {
    return {
      send: (message) => parentPort.postMessage(message),
      onMessage: (listener) => parentPort.on('message', ({ data }) => listener(data as HostMessage)),
      // Electron ends a utility process with its parent.
      onClose: () => {},
    }
  }
  if (!process.send) throw new Error('The kernel is started by the app, not by hand; to train from a terminal use `npm run lab -- train`.')
  return {
    send: (message) => {
      if (process.connected) process.send!(message)
    },
    onMessage: (listener) => process.on('message', (message) => listener(message as HostMessage)),
    onClose: (listener) => process.on('disconnect', listener),
  }
}
