import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { namedDrivers } from './vulkanDrivers.ts'

/** A graphics card, as the system names it. */
export interface Adapter {
  name: string
  /** Its driver and version; null where the system does not say. */
  driver: string | null
}

const vendors: Readonly<Record<string, string>> = { '0x10de': 'NVIDIA', '0x1002': 'AMD', '0x8086': 'Intel', '0x1af4': 'virtio', '0x15ad': 'VMware' }

/** What Windows' Win32_VideoController says, as JSON: one object, or a list. */
export const windowsAdapters = (json: string): Adapter[] =>
  ([JSON.parse(json)].flat() as { Name: string; DriverVersion: string | null }[]).map(({ Name, DriverVersion }) => ({ name: Name, driver: DriverVersion }))

/** What macOS' `system_profiler SPDisplaysDataType -json` says. The driver is part of the system. */
export const macAdapters = (json: string, release: string): Adapter[] =>
  ((JSON.parse(json) as { SPDisplaysDataType?: { sppci_model?: string; _name: string }[] }).SPDisplaysDataType ?? []).map(({ sppci_model, _name }) => ({ name: sppci_model ?? _name, driver: `Darwin ${release}` }))

/** The version in `/proc/driver/nvidia/version`. */
export const nvidiaVersion = (text: string): string | null => /Kernel Module(?: for \S+)?\s+(\d[\d.]*)/.exec(text)?.[1] ?? null

const linuxAdapters = (root = '/'): Adapter[] => {
  const named = namedDrivers(process.env)
  if (named) return named.map(({ name }) => ({ name, driver: null }))
  const folder = path.join(root, 'sys/class/drm')
  const cards = existsSync(folder) ? readdirSync(folder).filter((name) => /^card\d+$/.test(name)) : []
  return cards.flatMap((card) => {
    const device = path.join(folder, card, 'device')
    try {
      const read = (name: string): string => readFileSync(path.join(device, name), 'utf8').trim()
      const vendor = read('vendor'), driver = path.basename(readlinkSync(path.join(device, 'driver')))
      const proprietary = path.join(root, 'proc/driver/nvidia/version')
      const version = driver === 'nvidia' && existsSync(proprietary) ? nvidiaVersion(readFileSync(proprietary, 'utf8')) : os.release()
      return [{ name: `${vendors[vendor] ?? vendor} ${read('device')}`, driver: `${driver} ${version ?? ''}`.trim() }]
    } catch {
      return []
    }
  })
}

const askSystem = (program: string, args: readonly string[]): string => execFileSync(program, args, { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'ignore'] })

let known: readonly Adapter[] | null = null

/** The graphics cards of this machine: asked once per process, as some systems take a second to say. Empty where there are none or nothing is said. */
export const graphicsAdapters = (): readonly Adapter[] => (known ??= findAdapters())

const findAdapters = (): Adapter[] => {
  try {
    if (process.platform === 'win32') return windowsAdapters(askSystem('powershell.exe', ['-NoProfile', '-Command', 'Get-CimInstance Win32_VideoController | Select-Object Name,DriverVersion | ConvertTo-Json']))
    if (process.platform === 'darwin') return macAdapters(askSystem('system_profiler', ['SPDisplaysDataType', '-json']), os.release())
    return linuxAdapters()
  } catch {
    return []
  }
}
