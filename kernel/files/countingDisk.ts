import type { Disk } from './disk.ts'

/** A disk that tells how much of what is to be written there has been. @param total bytes in all; what is more is not told */
export const countingDisk = (on: Disk, total: number, onWritten: (done: number, total: number) => void): Disk => {
  let done = 0
  const counted = async function* (pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array | string> {
    for await (const piece of pieces) {
      yield piece
      done = Math.min(total, done + piece.length)
      onWritten(done, total)
    }
  }
  return { ...on, write: (path, pieces) => on.write(path, counted(pieces)) }
}
