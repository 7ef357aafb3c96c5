import { open } from 'node:fs/promises'

/** Makes names in a folder last through a power cut; Windows cannot open folders and needs no such step. */
export const syncFolder = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  await using handle = await open(folder, 'r')
  await handle.sync()
}
