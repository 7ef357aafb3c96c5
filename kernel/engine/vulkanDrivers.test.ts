import { describe, expect, test } from 'vitest'
import { chosenDriverVariable, onlyDriver } from '../../protocol/vulkanDriver.ts'
import { choiceTrouble, namedDrivers, vulkanDrivers } from './vulkanDrivers.ts'

const files: Record<string, string[]> = {
  '/etc/vulkan/icd.d': ['nvidia_icd.json'],
  '/usr/share/vulkan/icd.d': ['README', 'intel_icd.i686.json', 'intel_icd.x86_64.json', 'lvp_icd.x86_64.json'],
  '/home/me/.local/share/vulkan/icd.d': ['vk_swiftshader_icd.json'],
}
const list = (folder: string): string[] => files[folder] ?? []

describe('Vulkan drivers', () => {
  test('those that are installed, as the loader finds them, without those of 32-bit programs', () => {
    expect(vulkanDrivers({ HOME: '/home/me' }, 'linux', list)).toEqual([
      { name: 'nvidia', manifest: '/etc/vulkan/icd.d/nvidia_icd.json' },
      { name: 'swiftshader', manifest: '/home/me/.local/share/vulkan/icd.d/vk_swiftshader_icd.json' },
      { name: 'intel', manifest: '/usr/share/vulkan/icd.d/intel_icd.x86_64.json' },
      { name: 'lvp', manifest: '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json' },
    ])
  })

  test('those that the environment names, in place of all others and in its order', () => {
    const environment = { VK_ICD_FILENAMES: '/b/lvp_icd.x86_64.json:/a/vk_swiftshader_icd.json', HOME: '/home/me' }
    expect(vulkanDrivers(environment, 'linux', list).map(({ name }) => name)).toEqual(['lvp', 'swiftshader'])
    expect(vulkanDrivers({ ...environment, VK_DRIVER_FILES: '/c/radeon_icd.json' }, 'linux', list)).toEqual([{ name: 'radeon', manifest: '/c/radeon_icd.json' }])
    expect(namedDrivers({ VK_DRIVER_FILES: '' })).toBeNull()
  })

  test('all that are installed, where the one that the environment names was chosen in the app', () => {
    const manifest = '/etc/vulkan/icd.d/nvidia_icd.json'
    const chosen = { HOME: '/home/me', ...onlyDriver(manifest), [chosenDriverVariable]: manifest }
    expect(vulkanDrivers(chosen, 'linux', list)).toEqual(vulkanDrivers({ HOME: '/home/me' }, 'linux', list))
    expect(choiceTrouble(chosen, () => true)).toBeNull()
    expect(choiceTrouble(chosen, () => false)).toMatch(/^the Vulkan driver that was chosen, \/etc\/vulkan\/icd.d\/nvidia_icd.json, is no longer there/)
    expect(choiceTrouble({ HOME: '/home/me' }, () => false)).toBeNull()
  })

  test('other systems decide themselves', () => {
    expect(vulkanDrivers({ VK_DRIVER_FILES: '/c/radeon_icd.json' }, 'win32', list)).toEqual([])
  })
})
