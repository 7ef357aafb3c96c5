import type { DoctorReport } from '../../../protocol/kernelMessages.ts'
import type { SpawnKernel } from './kernelProcess.ts'
import { createKernelSupervisor, type KernelSupervisor } from './kernelSupervisor.ts'

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

/** What a fresh kernel says of one engine. */
export const examineAlone = async (name: string, home: string, spawnKernel: SpawnKernel, environment?: Readonly<Record<string, string>>): Promise<DoctorReport> =>
  (await withKernel(spawnKernel, home, (kernel) => kernel.request('doctor', (id) => ({ type: 'doctor', id, trace: false, only: name }), 'doctor'), environment)).report

/** Why an engine does not work here, as a fresh kernel finds; null where it does. */
export const engineTroubleHere = async (name: 'tensorflow' | 'cuda' | 'webgpu', home: string, spawnKernel: SpawnKernel): Promise<string | null> => {
  const { engines } = await examineAlone(name, home, spawnKernel)
  const found = engines.find((engine) => engine.name === name)
  return found?.available ? null : (found?.detail ?? 'the kernel does not know it')
}
