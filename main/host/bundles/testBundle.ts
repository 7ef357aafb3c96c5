import { join } from 'node:path'
import { readFile, writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import type { EngineRecord } from '../../../protocol/records.ts'
import { examplePicture, exampleRun, temporaryFolder } from '../../store/testStore.ts'
import { openStore } from '../../store/store.ts'
import { exampleCheckpoint } from '../runs/exampleCheckpoint.ts'
import { runFolder } from '../runs/resumePoint.ts'
import { databasePath } from '../home.ts'
import { writeBundle } from './writeBundle.ts'

/** For tests: a home whose store has what `prepare` puts there. */
export const testHome = () => {
  const home = temporaryFolder()
  const { store } = openStore(databasePath(home))
  return { home, store }
}

/** What a run on a graphics card that `auto` chose has recorded of it. */
const engine: EngineRecord = { engine: 'webgpu', provider: 'WebGPU', adapter: 'a card', driver: '1.2', precision: 'fp16', threads: 2, chosen: 'It was the fastest.', versions: { node: '24' } }

/** For tests: a finished run with numbers, pictures and a notebook, and the bundle of it. */
export const exampleBundle = async () => {
  const { home, store } = testHome()
  const notebook = join(home, 'my study.lab.ts')
  await writeFile(notebook, '// %%\nlab.config({})\n')
  const run = exampleRun({ status: 'finished', step: 7, notebook, configHash: createHash('sha256').update('').digest('hex'), name: 'λ = 5', remarks: ['The file a.png was skipped: it is empty.'], engine })
  const checkpoint = exampleCheckpoint(run.id, runFolder(home, run.id), 7)
  store.runs.insert(run)
  store.metrics.add(run.id, [{ step: 1, key: 'train.loss', value: 0.1 }, { step: 7, key: 'train.loss', value: NaN }, { step: 7, key: 'eval.epsilonMse.t500', value: Infinity }])
  store.media.put(run.id, 7, 'sample', [examplePicture(0, 'one', 'a red ring'), { ...examplePicture(1, 'two'), wav: Buffer.from('sound') }])
  store.checkpoints.put(checkpoint)
  const file = join(home, 'a.labrun')
  const written = await writeBundle(file, { store, run, checkpoint, onProgress: () => {} })
  return { home, store, run, checkpoint, file, written, bytes: await readFile(file) }
}

/** For tests: a file in memory, which refuses to be asked for more than it has. */
export const memoryFile = (bytes: Buffer) => ({
  async read(into: Buffer, offset: number, length: number, position: number) {
    if (length > bytes.length) throw new RangeError(`${length} bytes were asked of a file of ${bytes.length}`)
    return { bytesRead: bytes.copy(into, offset, position, position + length), buffer: into }
  },
})
