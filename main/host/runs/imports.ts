import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { ulid } from 'ulid'
import { flatten } from '../../../protocol/config/index.ts'
import { importFormats, importing, type ImportReport } from '../../../protocol/import.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { importBundle } from '../bundles/importBundle.ts'
import type { Store } from '../../store/store.ts'
import { appVersion } from './appRoot.ts'
import { configHash } from './configHash.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import { runFolder } from './resumePoint.ts'

/** A run that came from elsewhere; the report is of weights, and null for a bundle, of which nothing is left out. */
export interface Imported {
  run: RunRecord
  report: ImportReport | null
}

/** Brings runs and weights home. */
export const createImports = ({ store, kernel, publish, home, now }: { store: Store; kernel: KernelSupervisor; publish: Publish; home: string; now: () => number }) => ({
  import: async (path: string, changes: Record<string, unknown> = {}): Promise<Imported> => {
    const source = resolve(path)
    const onProgress = (done: number, total: number): void => publish('progress', { run: importing, stage: `importing ${basename(source)}`, done, total })
    const imported = source.endsWith('.labrun')
      ? { run: await importBundle(source, { home, store, now: now(), onProgress }), report: null }
      : await importRun(source, flatten(changes), { store, kernel, home, now, onProgress })
    publish('run', imported.run)
    publish('media', store.media.list(imported.run.id))
    for (const checkpoint of store.checkpoints.list(imported.run.id)) publish('checkpoint', checkpoint)
    return imported
  },
})

const importRun = async (source: string, changes: Record<string, unknown>, { store, kernel, home, now, onProgress }: { store: Store; kernel: KernelSupervisor; home: string; now: () => number; onProgress: (done: number, total: number) => void }): Promise<Imported> => {
  const id = ulid(now())
  const directory = runFolder(home, id)
  mkdirSync(join(directory, 'checkpoints'), { recursive: true })
  try {
    const { imported } = await kernel.request('imported', (request) => ({ type: 'import', id: request, source, changes, folder: join(directory, 'checkpoints') }), `importing ${basename(source)}`, onProgress)
    const { config, step, report, parameters, directory: checkpoint, bytes, sha256 } = imported
    writeFileSync(join(directory, 'import.json'), JSON.stringify({ source, ...report }, null, 1))
    const done = step >= config.train.steps
    const from = `Imported from ${source}, ${importFormats[report.format]}: ${report.mapped.length} tensors taken, ${report.left.length} left out, ${report.fresh.length} parameters new`
    const run: RunRecord = {
      id, name: basename(source).replace(/\.safetensors$/, ''), tags: [], notes: '', notebook: null, cell: null, config, configHash: configHash(config), userKeys: Object.keys(changes).sort(),
      status: done ? 'finished' : 'cancelled', reason: `${from}.${done ? '' : ' Resuming trains it.'}`,
      remarks: [], step, elementsSeen: 0, imagesSeen: 0, parameters, expectedEnd: null, engine: null, datasetHash: null, git: null, appVersion,
      parentRun: null, parentStep: null, created: now(), started: null, ended: now(), heartbeat: null,
    }
    store.transaction(() => {
      store.runs.insert(run)
      store.checkpoints.put({ run: id, step, directory: checkpoint, bytes, sha256, kind: 'last', pinned: true, created: now() })
    })
    return { run, report }
  } catch (thrown) {
    rmSync(directory, { recursive: true, force: true })
    throw thrown
  }
}
