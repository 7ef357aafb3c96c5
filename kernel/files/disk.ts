import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm, statfs } from 'node:fs/promises'
import { InputError } from '../../protocol/errors.ts'
import { openForWriting } from './growingFile.ts'

/** What saving needs of a disk. Tests put one in its place that fails half way. */
export interface Disk {
  makeFolder(path: string): Promise<void>
  /** Makes a file of pieces one after another, and syncs it. */
  write(path: string, pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>): Promise<{ bytes: number; sha256: string }>
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
  /** Makes the names in a folder last through a power cut. */
  syncFolder(path: string): Promise<void>
  freeBytes(path: string): Promise<number>
}

/** As much as is hashed while as much is written. */
const sliceBytes = 8 * 2 ** 20

export const disk: Disk = {
  makeFolder: async (path) => void (await mkdir(path, { recursive: true })),
  write: async (path, pieces) => {
    const hash = createHash('sha256')
    let bytes = 0
    await using file = await openForWriting(path)
    for await (const piece of pieces) {
      const data = typeof piece === 'string' ? Buffer.from(piece) : piece
      for (let at = 0; at < data.length; at += sliceBytes) {
        const slice = data.subarray(at, at + sliceBytes)
        // The system writes while this thread hashes.
        const written = file.write(slice)
        hash.update(slice)
        await written
      }
      bytes += data.length
    }
    await file.sync()
    return { bytes, sha256: hash.digest('hex') }
  },
  rename,
  remove: (path) => rm(path, { recursive: true, force: true }),
  syncFolder: async (path) => {
    // Windows cannot open folders and needs no such step.
    if (process.platform === 'win32') return
    await using handle = await open(path, 'r')
    await handle.sync()
  },
  freeBytes: async (path) => {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

/** Room that is left on a disk for everybody else. */
const spareBytes = 16 * 2 ** 20

/**
 * @param after what to do once there is room
 * @throws InputError when a disk has no room for what is to be written; half a write would help nobody
 */
export const demandRoom = async (folder: string, bytes: number, what: string, on: Disk, after = 'resume'): Promise<void> => {
  const free = await on.freeBytes(folder)
  if (free < bytes + spareBytes) {
    throw new InputError(`${what} needs ${(bytes / 1e9).toFixed(3)} GB, and the disk of ${folder} has ${(free / 1e9).toFixed(3)} GB free; free some space there ("lab checkpoints RUN --prune" does), then ${after}.`)
  }
}
