import { utilityProcess } from 'electron'
import type { KernelMessage } from '../../protocol/kernelMessages.ts'
import { kernelOptions } from '../../protocol/kernelHeap.ts'
import { kernelEntry } from '../host/runs/forkKernel.ts'
import { createTail, kernelEnvironment, type SpawnKernel } from '../host/runs/kernelProcess.ts'
import { endProcess } from './endProcess.ts'

/** Starts kernels as utility processes of Electron, whose allocator is its own: the kernel's heap is not set. */
export const utilityKernel: SpawnKernel = (home, environment) => {
  const child = utilityProcess.fork(kernelEntry(), [], { serviceName: 'Transfusion Lab kernel', env: kernelEnvironment(home, { ...process.env, ...environment }), execArgv: [...kernelOptions], stdio: ['ignore', 'pipe', 'pipe'] })
  const tail = createTail()
  let gone = false
  child.stdout?.on('data', tail.add)
  child.stderr?.on('data', tail.add)
  child.on('exit', () => (gone = true))
  return {
    get pid() {
      return child.pid
    },
    send: (message) => {
      if (!gone) child.postMessage(message)
    },
    onMessage: (listener) => void child.on('message', (message) => listener(message as KernelMessage)),
    onExit: (listener) => void child.once('exit', (code) => listener({ code, signal: null, stderr: tail.text() })),
    kill: () => endProcess(child),
  }
}
