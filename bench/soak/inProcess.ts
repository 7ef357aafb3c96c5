import { fork } from 'node:child_process'
import { kernelHeap, kernelOptions } from '../../protocol/kernelHeap.ts'
import type { Soaked } from './soak.ts'
import type { SoakMessage } from './soakProcess.ts'

/**
 * The heap's settings of a soak's process: the kernel's, but not for WebGPU. There tensors lie on the device, and where the device is a software
 * renderer the settings make the stack of each of its fibres resident, a mebibyte each, that nothing has touched.
 */
const heapOf = (engine: string): Record<string, string> => (engine === 'webgpu' ? {} : kernelHeap(process.env, process.platform))

/**
 * A soak in a process of its own, which is started as a kernel is.
 * @param onStep told now and then how far it is, and of the resident bytes
 * @throws why it found nothing
 */
export const soakInProcess = (engine: string, steps: number, onStep: (step: number, bytes: number) => void): Promise<Soaked> => {
  const child = fork(new URL('./soakProcess.ts', import.meta.url), [engine, String(steps)], {
    serialization: 'advanced', execArgv: ['--expose-gc', '--disable-warning=ExperimentalWarning', ...kernelOptions], env: { ...process.env, ...heapOf(engine) },
  })
  return new Promise((resolve, reject) => {
    child.on('message', (message: SoakMessage) => {
      if (message.type === 'step') onStep(message.step, message.bytes)
      else if (message.type === 'found') resolve(message.soaked)
      else reject(new Error(message.reason))
    })
    child.on('exit', (code, signal) => reject(new Error(`the soak's process ended (${signal ?? code})`)))
  })
}
