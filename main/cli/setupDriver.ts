import { InputError } from '../../protocol/errors.ts'
import { takeDriver } from '../host/vulkanDrivers.ts'
import type { Arguments, CliContext } from './command.ts'

/** `lab setup webgpu --driver NAME`: a driver with which WebGPU does not work is not chosen. */
export const setUpDriver = async (input: Arguments, { home, output, spawnKernel }: CliContext): Promise<number> => {
  const named = input.value('driver')
  if (named === undefined) throw new InputError('"lab setup webgpu" wants --driver NAME; "lab doctor" lists the Vulkan drivers that are here.')
  const manifest = await takeDriver(spawnKernel, home, named === 'any' ? null : named)
  output.say(manifest === null ? 'WebGPU takes a card of any Vulkan driver.' : `WebGPU takes the Vulkan driver ${manifest}, from the next start of the app's kernel on.`)
  output.emit({ event: 'setup', engine: 'webgpu', driver: manifest })
  return 0
}
