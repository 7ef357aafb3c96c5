import { fork } from 'node:child_process'
import { join } from 'node:path'
import { kernelHeap, kernelOptions } from '../../../protocol/kernelHeap.ts'
import type { KernelMessage } from '../../../protocol/kernelMessages.ts'
import { messageOf } from '../../../protocol/errors.ts'
import { appRoot } from './appRoot.ts'
import { createTail, kernelEnvironment, type KernelExit, type SpawnKernel } from './kernelProcess.ts'

/** The kernel's program: its source when this module runs from source, else the bundle. */
export const kernelEntry = (): string =>
  import.meta.filename.endsWith('.ts') ? join(appRoot, 'kernel', 'process.ts') : join(appRoot, 'out', 'main', 'kernel.js')

/** Starts kernels with plain Node, outside Electron. */
export const forkKernel = (entry: string = kernelEntry(), args: readonly string[] = []): SpawnKernel => (home, environment) => {
  const child = fork(entry, args, {
    serialization: 'advanced',
    // What this process was started with (a test runner's loader, an inspector's port) is not for the kernel.
    execArgv: [...kernelOptions],
    env: { ...kernelEnvironment(home, { ...process.env, ...environment }), ...kernelHeap(process.env, process.platform) },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Ctrl-C in a terminal reaches a whole process group: it must not end the kernel before its checkpoint.
    detached: process.platform !== 'win32',
  })
  const tail = createTail()
  child.stdout?.on('data', tail.add)
  child.stderr?.on('data', tail.add)
  return {
    pid: child.pid,
    send: (message) => {
      // A failed send means that the process has gone, which `onExit` tells.
      if (child.connected) child.send(message, () => {})
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as KernelMessage)),
    onExit: (listener) => {
      let told = false
      const tell = (exit: KernelExit): void => {
        if (!told) listener(exit)
        told = true
      }
      child.on('close', (code, signal) => tell({ code, signal, stderr: tail.text() }))
      child.on('error', (error) => {
        if (child.pid === undefined) tell({ code: null, signal: null, stderr: messageOf(error) })
      })
    },
    kill: () => void child.kill('SIGKILL'),
  }
}
