import { createKernelSupervisor, type KernelSupervisor } from '../host/runs/kernelSupervisor.ts'
import type { SpawnKernel } from '../host/runs/kernelProcess.ts'

/**
 * Does something with a kernel of its own that needs no host, and ends it: works while the app is open.
 * @param environment of the kernel, over this process's
 */
export const withKernel = async <Result>(spawnKernel: SpawnKernel, home: string, use: (kernel: KernelSupervisor) => Promise<Result>, environment?: Readonly<Record<string, string>>): Promise<Result> => {
  const kernel = createKernelSupervisor({ spawnKernel: () => spawnKernel(home, environment), publish: () => {}, onMessage: () => {}, onCrash: () => {} })
  try {
    return await use(kernel)
  } finally {
    await kernel.close()
  }
}
