import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import type { ExportAbout, ExportOptions, ExportResult, WrittenFile } from '../../../protocol/export.ts'
import type { HostMessage } from '../../../protocol/kernelMessages.ts'
import type { CheckpointRecord, MetricPoint, RunRecord } from '../../../protocol/records.ts'
import { writeBundle } from '../bundles/writeBundle.ts'
import type { Store } from '../../store/store.ts'
import { isIntact } from './checkpointCheck.ts'
import { diskTrouble } from './diskTrouble.ts'
import type { KernelSupervisor } from './kernelSupervisor.ts'
import type { Publish } from './publish.ts'
import { resumePoint } from './resumePoint.ts'

/** Pictures of the sample sheet that the card of an export shows. */
const mostPictures = 16

/** Takes checkpoints out of the home, in the forms that other programs read. */
export const createExports = ({ store, kernel, publish, find, home }: {
  store: Store
  kernel: KernelSupervisor
  publish: Publish
  find: (reference: string) => RunRecord
  home: string
}) => {
  /** What stops the export of each run that is being written. */
  const stops = new Map<string, AbortController>()

  const write = async (run: RunRecord, checkpoint: CheckpointRecord, options: ExportOptions, path: string, signal: AbortSignal): Promise<WrittenFile[]> => {
    const { format, dtype = 'fp32', weights } = options
    const progress = (done: number, total: number): void => publish('progress', { run: run.id, stage: 'exporting', done, total })
    if (format === 'labrun') return [await writeBundle(path, { store, run, checkpoint, onProgress: progress, signal })]
    const message = (id: number): HostMessage => {
      signal.addEventListener('abort', () => kernel.send({ type: 'cancel', request: id }), { once: true })
      return {
        type: 'export', id, checkpoint: checkpoint.directory,
        request: { format, dtype, ...(weights === undefined ? {} : { weights }), out: path, about: aboutOf(store, run, checkpoint.step) },
      }
    }
    return (await kernel.request('exported', message, `exporting ${run.name}`, progress)).files
  }

  return {
    export: async (reference: string, options: ExportOptions, out?: string): Promise<ExportResult> => {
      const run = find(reference)
      const { format, dtype, weights } = options
      if (format === 'labrun' && (dtype !== undefined || weights !== undefined)) throw new InputError('A labrun bundle has the checkpoint as it is; leave --dtype and --weights out.')
      if (stops.has(run.id)) throw new InputError(`"${run.name}" is being exported already; wait for that, or stop it.`)
      const checkpoint = checkpointOf(run, store.checkpoints.list(run.id), options.step)
      const path = resolve(out ?? join(home, 'exports', exportName(run, checkpoint.step, format)))
      refuseTaken(path, format)
      const stop = new AbortController()
      stops.set(run.id, stop)
      try {
        return { path, step: checkpoint.step, files: await write(run, checkpoint, options, path, stop.signal) }
      } catch (thrown) {
        if (stop.signal.aborted) throw new InputError(`The export of "${run.name}" was stopped; nothing of it is left.`)
        const trouble = diskTrouble(thrown, dirname(path), 'export again') ?? diskTrouble(messageOf(thrown), dirname(path), 'export again')
        throw trouble === null ? thrown : new InputError(trouble)
      } finally {
        stops.delete(run.id)
      }
    },
    /** Stops the export of a run, if there is one. */
    stopExport: (reference: string): void => stops.get(find(reference).id)?.abort(),
  }
}

/**
 * The checkpoint of a step, or the newest that is whole; every byte is read and compared with its hash.
 * @throws InputError naming the steps that there are
 */
export const checkpointOf = (run: RunRecord, recorded: readonly CheckpointRecord[], step: number | undefined): CheckpointRecord => {
  const found = step === undefined ? resumePoint(recorded, isIntact) : recorded.find((checkpoint) => checkpoint.step === step)
  if (!found) {
    if (step === undefined || recorded.length === 0) throw new InputError(`Run "${run.name}" has no whole checkpoint yet; train it, or wait for its first.`)
    throw new InputError(`Run "${run.name}" has no checkpoint of step ${step}; it has those of ${recorded.map((checkpoint) => checkpoint.step).join(', ')}.`)
  }
  if (step !== undefined && !isIntact(found)) throw new InputError(`The checkpoint of step ${step} of "${run.name}" is damaged or gone; choose another of its steps.`)
  return found
}

/** A name for a folder that tells what is in it. */
const exportName = ({ name, id }: RunRecord, step: number, format: string): string => {
  const words = name.normalize('NFKD').replace(/[^A-Za-z0-9.=]+/g, '-').replace(/^[-.]+|[-.]+$/g, '').slice(0, 60)
  return `${words || 'run'}-${id.slice(-6).toLowerCase()}-step${step}${format === 'labrun' ? '.labrun' : `-${format}`}`
}

const refuseTaken = (path: string, format: ExportOptions['format']): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isFile() || (format === 'labrun' && existsSync(path))) throw new InputError(`${path} is there already; choose a new name, as an export replaces nothing.`)
}

const aboutOf = (store: Store, run: RunRecord, step: number): ExportAbout => ({
  run: run.id, name: run.name, created: run.created, appVersion: run.appVersion, git: run.git, userKeys: run.userKeys, datasetHash: run.datasetHash,
  metrics: lastUpTo(store.metrics.read(run.id, ['train.', 'eval.', 'score.'], -1, 100_000), step),
  pictures: samplesUpTo(store, run.id, step),
})

/** The last finite value of each metric that is not after a step. */
const lastUpTo = (points: readonly MetricPoint[], step: number): MetricPoint[] => {
  const last = new Map<string, MetricPoint>()
  for (const point of points) if (point.step <= step && Number.isFinite(point.value) && point.step >= (last.get(point.key)?.step ?? -1)) last.set(point.key, point)
  return [...last.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
}

/** The newest sample sheet that is not after a step. */
const samplesUpTo = (store: Store, run: string, step: number): ExportAbout['pictures'] => {
  const samples = store.media.list(run).filter((media) => media.key === 'sample' && media.step <= step)
  const newest = Math.max(...samples.map((media) => media.step))
  return samples.filter((media) => media.step === newest).slice(0, mostPictures).flatMap(({ sha256, text }) => {
    const png = store.media.bytes(sha256)
    return png ? [{ png: new Uint8Array(png), text }] : []
  })
}
