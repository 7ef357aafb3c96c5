import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'

/**
 * The environment in which WebGPU runs on SwiftShader, the software renderer that Debian's Chromium brings:
 * correct and slow. Empty where there is none, which leaves the machine's own GPU, if it has one.
 */
export const softwareGpu = (): NodeJS.ProcessEnv => {
  const folders = ['/usr/lib/chromium', ...(process.env['CHROME_PATH'] ? [path.dirname(realpathSync(process.env['CHROME_PATH']))] : [])]
  const folder = folders.find((candidate) => existsSync(path.join(candidate, 'vk_swiftshader_icd.json')) && existsSync(path.join(candidate, 'libvulkan.so.1')))
  return folder ? { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: path.join(folder, 'vk_swiftshader_icd.json'), XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? '/tmp' } : {}
}
