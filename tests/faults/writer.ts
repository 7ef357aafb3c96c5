import { writeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { disk, type Disk } from '../../kernel/files/disk.ts'
import { loadCheckpoint, saveCheckpoint } from '../../kernel/training/checkpoint.ts'
import { databasePath } from '../../main/host/home.ts'
import { writeBundle } from '../../main/host/bundles/writeBundle.ts'
import { openStoreReadOnly } from '../../main/store/store.ts'
import type { WriteOrder } from './writes.ts'

// A process that writes one thing, and is killed in the middle of it: by itself at a byte, or by what its parent has limited.
const { what, from, folder, killAt } = JSON.parse(process.argv[2]!) as WriteOrder
let used = 0

const die = (): never => {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('still alive')
}

/** The real disk, which is gone for good at a byte. Operations beside writing count as a byte. */
const mortal: Disk = {
  ...disk,
  makeFolder: (path) => (used++ === killAt ? die() : disk.makeFolder(path)),
  rename: (a, b) => (used++ === killAt ? die() : disk.rename(a, b)),
  remove: (path) => (used++ === killAt ? die() : disk.remove(path)),
  syncFolder: (path) => (used++ === killAt ? die() : disk.syncFolder(path)),
  write: async (path, pieces) => {
    const whole: Uint8Array[] = []
    for await (const piece of pieces) whole.push(typeof piece === 'string' ? Buffer.from(piece) : piece)
    const bytes = Buffer.concat(whole)
    if (killAt !== null && used + bytes.length > killAt) {
      writeSync(openSync(path, 'wx'), bytes, 0, Math.max(0, killAt - used))
      die()
    }
    used += bytes.length
    return disk.write(path, [bytes])
  },
}

const write = async (): Promise<void> => {
  if (what === 'save') {
    await saveCheckpoint(folder, { ...(await loadCheckpoint(from)), step: 2 }, mortal)
  } else if (what === 'export') {
    const { exportCheckpoint } = await import('../../kernel/export/exportCheckpoint.ts')
    const about = { run: 'r', name: 'r', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [{ png: new Uint8Array(100), text: 'x' }] }
    await exportCheckpoint(from, { format: 'safetensors', dtype: 'bf16', out: join(folder, 'model'), about }, () => {}, mortal)
  } else {
    const store = openStoreReadOnly(databasePath(from))!
    const run = store.runs.list()[0]!
    await writeBundle(join(folder, 'run.labrun'), { store, run, checkpoint: store.checkpoints.list(run.id)[0]!, onProgress: () => (used++ === killAt ? die() : undefined) })
  }
}

await write().catch((error: NodeJS.ErrnoException) => {
  process.stdout.write(error.code ?? error.message)
  process.exit(3)
})
process.stdout.write(String(used))
