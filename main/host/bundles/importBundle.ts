import { randomUUID } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import type { MetricPoint, RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { writeFileAtomically, exists, notebookSuffix } from '../notebooks/notebookFile.ts'
import { isIntact } from '../runs/checkpointCheck.ts'
import { configHash } from '../runs/configHash.ts'
import { runFolder } from '../runs/resumePoint.ts'
import { syncFolder } from '../runs/syncFolder.ts'
import { isEnded } from '../runs/transitions.ts'
import { demandRoom } from './hashedFile.ts'
import { checkpointFile, checkpointFiles, mediaName, metricsName, notebookName, parseMetricsCsv, wavName } from './manifest.ts'
import { openBundle, type Bundle } from './openBundle.ts'

/**
 * Puts a bundle's run in place: record, metrics, pictures, notebook, checkpoint. Listed only when all of it is there.
 * @param onProgress told how many bytes of the bundle are in place, and how many there are
 * @returns the run
 * @throws InputError when the file is not a whole bundle, or the run is here already
 */
export const importBundle = async (path: string, { home, store, now, onProgress = () => {} }: { home: string; store: Store; now: number; onProgress?: (done: number, total: number) => void }): Promise<RunRecord> => {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`${path} cannot be read (${error.code}); check its name.`)
  })
  try {
    const { size } = await file.stat()
    let done = 0
    const onRead = (bytes: number): void => onProgress(Math.min(size, (done += bytes)), size)
    return await place(await openBundle(file, size, path, onRead), path, { home, store, now })
  } finally {
    await file.close()
  }
}

const place = async (bundle: Bundle, source: string, { home, store, now }: { home: string; store: Store; now: number }): Promise<RunRecord> => {
  const { manifest } = bundle
  const { run, checkpoint, media } = manifest
  const here = store.runs.get(run.id)
  if (here) throw new InputError(`The run of ${source} is here already, as "${here.name}"${store.runs.isTrashed(run.id) ? ', in the trash' : ''}; nothing was changed.`)
  await demandRoom(home, bundle.bytes, source)
  const points: MetricPoint[] = parseMetricsCsv((await bundle.read(metricsName)).toString('utf8')) ?? refuseMetrics(source)
  const pictures = new Map<string, Buffer>()
  for (const { sha256, wav } of media) {
    if (!pictures.has(sha256)) pictures.set(sha256, await bundle.read(mediaName(sha256)))
    if (wav !== undefined && !pictures.has(wav)) pictures.set(wav, await bundle.read(wavName(wav)))
  }
  const notebook = manifest.notebook === null ? null : (await bundle.read(notebookName)).toString('utf8')
  const directory = await placeCheckpoint(bundle, home, source)
  const notebookPath = notebook === null ? null : await placeNotebook(home, manifest.notebook!, notebook)
  // A file that once had this name may have been trusted; this one is not it.
  if (notebookPath !== null) store.notebooks.forget(notebookPath)
  const record: RunRecord = {
    // The version that wrote the bundle may have known fewer keys.
    ...run, configHash: configHash(run.config), notebook: notebookPath, expectedEnd: null, parentRun: run.parentRun !== null && store.runs.get(run.parentRun) ? run.parentRun : null,
    ...(isEnded(run.status) ? {} : { status: 'cancelled', reason: `Came in a bundle that was written at step ${run.step}, while it was ${run.status}; resuming goes on from step ${checkpoint.step}.`, ended: run.heartbeat ?? now }),
  }
  store.transaction(() => {
    store.runs.insert(record)
    store.metrics.add(run.id, points)
    for (const { sha256, wav, ...item } of media) store.media.put(run.id, item.step, item.key, [{ ...item, png: pictures.get(sha256)!, ...(wav === undefined ? {} : { wav: pictures.get(wav)! }) }])
    store.checkpoints.put({ run: run.id, directory, kind: 'last', pinned: false, ...checkpoint })
  })
  return record
}

const refuseMetrics = (source: string): never => {
  throw new InputError(`${source} cannot be opened: ${metricsName} has a line that is no measurement; ask for the bundle again.`)
}

/** The checkpoint's folder, whole under a temporary name, then in its place. What is there without a record is of a broken import. */
const placeCheckpoint = async (bundle: Bundle, home: string, source: string): Promise<string> => {
  const { run, checkpoint } = bundle.manifest
  const parent = join(runFolder(home, run.id), 'checkpoints')
  const name = `step-${String(checkpoint.step).padStart(8, '0')}`
  const temporary = join(parent, `.${name}.${randomUUID()}`)
  await mkdir(temporary, { recursive: true })
  try {
    for (const file of checkpointFiles) await bundle.extract(checkpointFile(file), join(temporary, file))
    await syncFolder(temporary)
    if (!isIntact({ ...checkpoint, directory: temporary })) throw new InputError(`${source} cannot be opened: its checkpoint is not whole; ask for the bundle again.`)
    await rm(join(parent, name), { recursive: true, force: true })
    await rename(temporary, join(parent, name))
  } catch (error) {
    await rm(runFolder(home, run.id), { recursive: true, force: true })
    throw error
  }
  await syncFolder(parent)
  return join(parent, name)
}

/** Beside the notebooks that are there, under a name that is free; it does not run until it is trusted. */
const placeNotebook = async (home: string, name: string, text: string): Promise<string> => {
  const folder = join(home, 'notebooks')
  await mkdir(folder, { recursive: true })
  const stem = name.slice(0, -notebookSuffix.length)
  let path = join(folder, name)
  for (let number = 2; await exists(path); number++) path = join(folder, `${stem}-${number}${notebookSuffix}`)
  await writeFileAtomically(path, text)
  return path
}
