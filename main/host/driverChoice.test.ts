import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { chosenDriverVariable } from '../../protocol/vulkanDriver.ts'
import { chooseDriver, chosenDriver, driverEnvironment } from './driverChoice.ts'

const nvidia = '/usr/share/vulkan/icd.d/nvidia_icd.json'
const newHome = (): string => mkdtempSync(join(tmpdir(), 'lab-driver-'))

test('kernels take the chosen Vulkan driver alone, and any again once the choice is taken back', () => {
  const home = newHome()
  expect(driverEnvironment(home, {})).toEqual({})
  chooseDriver(home, nvidia, {})
  expect(driverEnvironment(home, {})).toEqual({ VK_DRIVER_FILES: nvidia, VK_ICD_FILENAMES: nvidia, [chosenDriverVariable]: nvidia })
  chooseDriver(home, null, {})
  expect([chosenDriver(home), driverEnvironment(home, {})]).toEqual([null, {}])
})

test('drivers that the environment names go before the choice, and none is made beside them', () => {
  const home = newHome()
  chooseDriver(home, nvidia, {})
  expect(driverEnvironment(home, { VK_ICD_FILENAMES: '/a/lvp_icd.json' })).toEqual({})
  expect(() => chooseDriver(home, null, { VK_DRIVER_FILES: '/a/lvp_icd.json' })).toThrow(/VK_DRIVER_FILES.*start it without them/)
  expect(chosenDriver(home)).toBe(nvidia)
})
