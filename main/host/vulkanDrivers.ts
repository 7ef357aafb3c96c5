import { InputError, messageOf } from '../../protocol/errors.ts'
import type { ExaminedDriver, VulkanDriverHere } from '../../protocol/kernelMessages.ts'
import { onlyDriver } from '../../protocol/vulkanDriver.ts'
import { chooseDriver, chosenDriver } from './driverChoice.ts'
import type { SpawnKernel } from './runs/kernelProcess.ts'
import { engineTroubleHere, examineAlone } from './runs/withKernel.ts'

/** Tries WebGPU on each Vulkan driver, where there is a choice: each in a kernel of its own, as a process stays with its first. */
export const examineDrivers = async (spawnKernel: SpawnKernel, home: string, drivers: readonly VulkanDriverHere[]): Promise<ExaminedDriver[]> => {
  if (drivers.length < 2) return []
  const examined: ExaminedDriver[] = []
  for (const driver of drivers) {
    const { engines } = await examineAlone('webgpu', home, spawnKernel, onlyDriver(driver.manifest)).catch((error: unknown) => ({ engines: [{ available: false, detail: messageOf(error) }] }))
    const { available, detail } = engines[0]!
    examined.push({ ...driver, available, detail })
  }
  return examined
}

/**
 * Has the kernels of a home take one Vulkan driver from their next start on, if WebGPU works with it.
 * @param named its name or its file; null leaves the choice to WebGPU
 * @returns its file
 * @throws InputError when there is no such driver or WebGPU does not work with it: the choice is then as it was
 */
export const takeDriver = async (spawnKernel: SpawnKernel, home: string, named: string | null): Promise<string | null> => {
  const before = chosenDriver(home)
  const manifest = named === null ? null : await manifestOf(spawnKernel, home, named)
  chooseDriver(home, manifest)
  const trouble = manifest === null ? null : await engineTroubleHere('webgpu', home, spawnKernel)
  if (trouble === null) return manifest
  chooseDriver(home, before)
  throw new InputError(`WebGPU does not work with the Vulkan driver "${named}": ${trouble}. The choice is as it was.`)
}

const manifestOf = async (spawnKernel: SpawnKernel, home: string, named: string): Promise<string> => {
  const { drivers } = await examineAlone('webgpu', home, spawnKernel)
  const found = drivers.filter(({ name, manifest }) => named === name || named === manifest)
  if (found.length === 1) return found[0]!.manifest
  const listed = (found.length > 1 ? found : drivers).map(({ name, manifest }) => (found.length > 1 ? manifest : name)).join(', ')
  throw new InputError(found.length > 1 ? `Several Vulkan drivers are called "${named}"; name one by its file: ${listed}.` : `There is no Vulkan driver "${named}" here; there ${listed === '' ? 'is none (only Linux has a choice)' : `are ${listed}`}.`)
}
