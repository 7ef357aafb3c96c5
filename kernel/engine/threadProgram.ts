import { existsSync } from 'node:fs'
import path from 'node:path'

/**
 * The file of a thread's program: its source beside that of who starts it, or its bundle beside the kernel's.
 * @param here the folder of who starts it
 * @param name as the source is called, and the bundle
 */
export const threadProgram = (here: string, name: string): string => {
  if (import.meta.filename.endsWith('.ts')) return path.join(here, `${name}.ts`)
  return [here, path.dirname(here)].map((folder) => path.join(folder, `${name}.js`)).find(existsSync) ?? path.join(here, `${name}.js`)
}
