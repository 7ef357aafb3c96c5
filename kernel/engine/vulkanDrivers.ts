import { existsSync, readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { chosenDriverVariable } from '../../protocol/vulkanDriver.ts'

/** A Vulkan driver: a graphics card's, or a software renderer. */
export interface VulkanDriver {
  name: string
  /** The file that tells Vulkan's loader of it; `VK_DRIVER_FILES` names such files. */
  manifest: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** What a driver is called by its file: `nvidia_icd.json`, `radeon_icd.x86_64.json`, `vk_swiftshader_icd.json`. */
const nameOf = (manifest: string): string => path.basename(manifest, '.json').replace(/^vk_/, '').replace(/_icd(\.\w+)?$/, '')

/** Of a driver for 32-bit programs. */
const isNarrow = (file: string): boolean => /\.i[36]86\.json$/.test(file)

const listed = (value: string): string[] => value.split(':').filter((entry) => entry !== '')

/**
 * The drivers that the environment names in place of those that are installed, in its order; null where it names none.
 * The loader heeds `VK_DRIVER_FILES` before the older `VK_ICD_FILENAMES`.
 */
export const namedDrivers = ({ VK_DRIVER_FILES: files, VK_ICD_FILENAMES: icds }: Environment): VulkanDriver[] | null => {
  const named = listed(files || icds || '')
  return named.length === 0 ? null : named.map((manifest) => ({ name: nameOf(manifest), manifest }))
}

/** The folders that Vulkan's loader looks into on Linux, in its order. */
const manifestFolders = ({ XDG_CONFIG_HOME: config, XDG_CONFIG_DIRS: configs, XDG_DATA_HOME: data, XDG_DATA_DIRS: datas, HOME: home = os.homedir() }: Environment): string[] =>
  [config || path.join(home, '.config'), ...listed(configs || '/etc/xdg'), '/etc', data || path.join(home, '.local/share'), ...listed(datas || '/usr/local/share:/usr/share')]
    .map((folder) => path.join(folder, 'vulkan', 'icd.d'))

const readFolder = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])

/**
 * The Vulkan drivers that a program has here, whichever of them was chosen in the app: on Linux alone, as elsewhere the system decides.
 * @param list the names in a folder, none where it is missing
 */
export const vulkanDrivers = (environment: Environment, platform: NodeJS.Platform, list: (folder: string) => readonly string[] = readFolder): VulkanDriver[] =>
  platform !== 'linux' ? [] : (isChosen(environment) ? null : namedDrivers(environment)) ?? [...new Set(manifestFolders(environment))].flatMap((folder) =>
    list(folder).filter((file) => file.endsWith('.json') && !isNarrow(file)).map((file) => ({ name: nameOf(file), manifest: path.join(folder, file) })))

/** Whether it is by the app's choice that the environment names a driver. */
const isChosen = ({ [chosenDriverVariable]: chosen }: Environment): boolean => Boolean(chosen)

/** Why the driver that was chosen in the app cannot be had; null where it can, or none was. */
export const choiceTrouble = ({ [chosenDriverVariable]: chosen }: Environment, isThere: (file: string) => boolean = existsSync): string | null =>
  !chosen || isThere(chosen) ? null : `the Vulkan driver that was chosen, ${chosen}, is no longer there ("lab setup webgpu --driver any" takes any other)`
