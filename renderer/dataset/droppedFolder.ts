import type { FolderFile } from '../actions/takeFolder.ts'

/** The folder among things that were dropped, with all its files; null when there is none. */
export const droppedFolder = async (items: DataTransferItemList): Promise<{ name: string; files: FolderFile[] } | null> => {
  const folder = [...items].map((item) => item.webkitGetAsEntry()).find((entry): entry is FileSystemDirectoryEntry => entry?.isDirectory === true)
  return folder ? { name: folder.name, files: await filesIn(folder, '') } : null
}

const filesIn = async (folder: FileSystemDirectoryEntry, above: string): Promise<FolderFile[]> => {
  const found: FolderFile[] = []
  for (const entry of await entriesOf(folder)) {
    const path = `${above}${entry.name}`
    if (entry.isDirectory) found.push(...(await filesIn(entry as FileSystemDirectoryEntry, `${path}/`)))
    else found.push({ path, file: await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)) })
  }
  return found
}

/** A reader gives some at a time, and none when it is through. */
const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> => {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}
