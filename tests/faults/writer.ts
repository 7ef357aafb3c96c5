import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { disk, type Disk } from '../../kernel/files/disk.ts'
import { loadCheckpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { databasePath } from '../../main/host/home.ts'
import { writeHashed } from '../../main/host/bundles/hashedFile.ts'
import { writeBundle } from '../../main/host/bundles/writeBundle.ts'
import { openStoreReadOnly } from '../../main/store/store.ts'
import { bundleName, exportName, fillerName, type WriteOrder } from './writes.ts'

// A process that writes one thing, and is killed in the middle of it: by itself at a byte, or by what its parent has limited.
const { what, from, folder, killAt, leave } = JSON.parse(process.argv[2]!) as WriteOrder
let used = 0

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}

/** An operation beside writing counts as a byte. */
const mortal = <Input extends unknown[], Output>(work: (...input: Input) => Promise<Output>) => (...input: Input): Promise<Output> => (used++ === killAt ? die() : work(...input))

/** The pieces up to the byte at which the process dies: what comes before is with the system by then. */
const upToDeath = async function* (pieces: Iterable<Uint8Array | string> | AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    const left = killAt === null ? Infinity : killAt - used
    used += bytes.length
    if (left >= bytes.length) yield bytes
    else {
      yield bytes.subarray(0, left)
      die()
    }
  }
}

/** Others fill the disk. */
const fillDisk = async (): Promise<void> => {
  if (leave === undefined || existsSync(join(folder, fillerName))) return
  writeFileSync(join(folder, fillerName), Buffer.alloc(Math.max(0, (await disk.freeBytes(folder)) - leave)))
}

const mortalDisk: Disk = {
  ...disk, makeFolder: mortal(disk.makeFolder), rename: mortal(disk.rename), remove: mortal(disk.remove), syncFolder: mortal(disk.syncFolder),
  write: async (path, pieces) => {
    await fillDisk()
    return disk.write(path, upToDeath(pieces))
  },
}

const write = async (): Promise<void> => {
  if (what === 'save') {
    await saveCheckpoint(folder, { ...(await loadCheckpoint(from)), step: 2 }, mortalDisk)
  } else if (what === 'labrun') {
    const store = openStoreReadOnly(databasePath(from))!
    const run = store.runs.list()[0]!
    await writeBundle(join(folder, bundleName), { store, run, checkpoint: store.checkpoints.list(run.id)[0]!, onProgress: () => {} }, async (path, pieces) => {
      await fillDisk()
      return writeHashed(path, upToDeath(pieces))
    })
  } else {
    const { exportCheckpoint } = await import('../../kernel/export/exportCheckpoint.ts')
    const about = { run: 'r', name: 'r', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [{ png: new Uint8Array(100), text: 'x' }] }
    await exportCheckpoint(from, { format: what, dtype: 'fp32', out: join(folder, exportName), about }, {}, mortalDisk)
  }
}

await write().catch((error: NodeJS.ErrnoException) => {
  process.stdout.write(error.code ?? error.message)
  process.exit(3)
})
process.stdout.write(String(used))
