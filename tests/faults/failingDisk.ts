import { writeFile } from 'node:fs/promises'
import { disk, type Disk } from '../../kernel/files/disk.ts'

/**
 * A disk that fails after a number of written bytes; every other operation counts as one byte, so that failures fall between
 * them too. `full`: that write fails and the next operations work; `killed`: nothing works any more, not even tidying up.
 */
export const failingDisk = (after: number, how: 'full' | 'killed'): Disk & { readonly failed: boolean; readonly used: number } => {
  let used = 0
  let failed = false
  const fail = (): never => {
    failed = true
    throw Object.assign(new Error(how === 'full' ? 'ENOSPC: no space left on device' : 'the process is gone'), { code: how === 'full' ? 'ENOSPC' : 'KILLED' })
  }
  const count = <Input extends unknown[], Output>(work: (...input: Input) => Promise<Output>) => async (...input: Input): Promise<Output> => {
    if (failed && how === 'full') return work(...input)
    if (failed || ++used > after) return fail()
    return work(...input)
  }
  return {
    get failed() {
      return failed
    },
    get used() {
      return used
    },
    makeFolder: count(disk.makeFolder), rename: count(disk.rename), remove: count(disk.remove), syncFolder: count(disk.syncFolder), freeBytes: disk.freeBytes,
    write: async (path, pieces) => {
      const all: Buffer[] = []
      for await (const piece of pieces) all.push(Buffer.from(piece as Uint8Array))
      const bytes = Buffer.concat(all)
      if (failed && how === 'killed') return fail()
      if (failed || used + bytes.length <= after) {
        used += failed ? 0 : bytes.length
        return disk.write(path, [bytes])
      }
      await writeFile(path, bytes.subarray(0, after - used), { flag: 'wx' })
      return fail()
    },
  }
}
