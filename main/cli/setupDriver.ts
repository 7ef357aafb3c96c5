import { InputError } from '../../protocol/errors.ts'
import { chooseDriver, chosenDriver } from '../host/driverChoice.ts'
import type { SpawnKernel } from '../host/runs/kernelProcess.ts'
import type { Arguments, CliContext } from './command.ts'
import { engineTroubleHere, withKernel } from './kernelForCommand.ts'

/** `lab setup webgpu --driver NAME`: a driver with which WebGPU does not work is not chosen. */
export const setUpDriver = async (input: Arguments, { home, output, spawnKernel }: CliContext): Promise<number> => {
  const named = input.value('driver')
  if (named === undefined) throw new InputError('"lab setup webgpu" wants --driver NAME; "lab doctor" lists the Vulkan drivers that are here.')
  const before = chosenDriver(home)
  const manifest = named === 'any' ? null : await manifestOf(named, home, spawnKernel)
  chooseDriver(home, manifest)
  const trouble = manifest === null ? null : await engineTroubleHere('webgpu', home, spawnKernel)
  if (trouble !== null) {
    chooseDriver(home, before)
    throw new InputError(`WebGPU does not work with the Vulkan driver "${named}": ${trouble}. The choice is as it was.`)
  }
  output.say(manifest === null ? 'WebGPU takes a card of any Vulkan driver.' : `WebGPU takes the Vulkan driver ${manifest}, from the next start of the app's kernel on.`)
  output.emit({ event: 'setup', engine: 'webgpu', driver: manifest })
  return 0
}

const manifestOf = async (named: string, home: string, spawnKernel: SpawnKernel): Promise<string> => {
  const { report: { drivers } } = await withKernel(spawnKernel, home, (kernel) => kernel.request('doctor', (id) => ({ type: 'doctor', id, trace: false, only: 'webgpu' }), 'doctor'))
  const found = drivers.filter(({ name, manifest }) => named === name || named === manifest)
  if (found.length === 1) return found[0]!.manifest
  const listed = (found.length > 1 ? found : drivers).map(({ name, manifest }) => (found.length > 1 ? manifest : name)).join(', ')
  throw new InputError(found.length > 1 ? `Several Vulkan drivers are called "${named}"; name one by its file: ${listed}.` : `There is no Vulkan driver "${named}" here; there ${listed === '' ? 'is none (only Linux has a choice)' : `are ${listed}`}.`)
}
