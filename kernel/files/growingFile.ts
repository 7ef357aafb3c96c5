import { open } from 'node:fs/promises'

/** A file that is made of slices one after another. */
export interface GrowingFile extends AsyncDisposable {
  write(slice: Uint8Array): Promise<void>
  /** Resolves when all of it is on the disk for good. */
  sync(): Promise<void>
}

/** So often does the disk get to work on what was written, and not only at the end, where everybody would wait for it. */
const syncEvery = 64 * 2 ** 20

/** Makes a file. @throws the system's error when it is there already, or the disk takes no more */
export const openForWriting = async (path: string): Promise<GrowingFile> => {
  const handle = await open(path, 'wx')
  let unsynced = 0
  let syncing: Promise<void> | null = null
  // The system tells of a failed sync once, so the next one would not.
  let failure: { error: unknown } | null = null
  const startSync = async (): Promise<void> => {
    unsynced = 0
    await handle.datasync().catch((error: unknown) => (failure ??= { error }))
    syncing = null
  }
  return {
    async write(slice) {
      for (let at = 0; at < slice.length;) at += (await handle.write(slice, at)).bytesWritten
      unsynced += slice.length
      if (unsynced >= syncEvery) syncing ??= startSync()
    },
    async sync() {
      await syncing
      if (failure) throw failure.error
      await handle.sync()
    },
    async [Symbol.asyncDispose]() {
      await syncing
      await handle.close()
    },
  }
}
