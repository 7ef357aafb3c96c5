import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { InputError } from '../../protocol/errors.ts'
import { chosenDriverVariable, namesDrivers, onlyDriver } from '../../protocol/vulkanDriver.ts'

const choiceFile = (home: string): string => join(home, 'engines', 'vulkan-driver')

/** The manifest of the Vulkan driver that kernels of this home take alone; null where none was chosen, so that Dawn takes a card of any. */
export const chosenDriver = (home: string): string | null => {
  try {
    return readFileSync(choiceFile(home), 'utf8').trim() || null
  } catch {
    return null
  }
}

/**
 * Chooses the Vulkan driver of kernels that start from now on.
 * @param manifest null leaves the choice to Dawn
 * @throws InputError when the environment names drivers, which nothing chosen here would change
 */
export const chooseDriver = (home: string, manifest: string | null, given: NodeJS.ProcessEnv = process.env): void => {
  if (namesDrivers(given)) throw new InputError('The environment of the app names Vulkan drivers (VK_DRIVER_FILES or VK_ICD_FILENAMES), which goes before a choice made here; start it without them.')
  if (manifest === null) return rmSync(choiceFile(home), { force: true })
  mkdirSync(dirname(choiceFile(home)), { recursive: true })
  writeFileSync(choiceFile(home), `${manifest}\n`)
}

/** What a kernel is told of the choice by. Drivers that the environment names go before it. */
export const driverEnvironment = (home: string, given: NodeJS.ProcessEnv): Record<string, string> => {
  const chosen = namesDrivers(given) ? null : chosenDriver(home)
  return chosen === null ? {} : { ...onlyDriver(chosen), [chosenDriverVariable]: chosen }
}
