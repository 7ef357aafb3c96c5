import { createHash } from 'node:crypto'
import { open, statfs } from 'node:fs/promises'
import { InputError } from '../../../protocol/errors.ts'

/** Makes a file of pieces one after another, and syncs it. @throws the system's error when it is there already, or the disk takes no more */
export const writeHashed = async (path: string, pieces: AsyncIterable<Uint8Array>): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256')
  let bytes = 0
  await using file = await open(path, 'wx')
  for await (const piece of pieces) {
    hash.update(piece)
    for (let at = 0; at < piece.length;) at += (await file.write(piece, at)).bytesWritten
    bytes += piece.length
  }
  await file.sync()
  return { bytes, sha256: hash.digest('hex') }
}

/** Room that is left on a disk for everybody else. */
const spareBytes = 16 * 2 ** 20

/** @throws InputError when the disk of a folder has no room for what is to be written there; half a write would help nobody */
export const demandRoom = async (folder: string, bytes: number, what: string): Promise<void> => {
  const { bavail, bsize } = await statfs(folder)
  const free = bavail * bsize
  if (free < bytes + spareBytes) throw new InputError(`${what} needs ${(bytes / 1e9).toFixed(3)} GB, and the disk of ${folder} has ${(free / 1e9).toFixed(3)} GB free; free some space there ("lab checkpoints RUN --prune" does), then try again.`)
}
