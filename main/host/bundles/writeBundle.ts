import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isUnfinished, unfinishedName, type WrittenFile } from '../../../protocol/export.ts'
import type { CheckpointRecord, RunRecord } from '../../../protocol/records.ts'
import type { Store } from '../../store/store.ts'
import { syncFolder } from '../runs/syncFolder.ts'
import { demandRoom, writeHashed } from './hashedFile.ts'
import { cardName, checkpointFile, checkpointFiles, manifestName, mediaName, metricsCsv, metricsName, notebookName, sumsName, sumsText, wavName, type Manifest } from './manifest.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

/** A file that goes into a bundle: its bytes, or where they are. */
interface Part {
  name: string
  bytes: number
  sha256: string
  content: Buffer | string
}

/**
 * Writes a run with one of its checkpoints as a single file, whole or not at all.
 * @param file must not be there
 * @param write a test may give one that is killed half way
 * @throws InputError when the disk has no room for it; the reason of the signal that stopped it
 */
export const writeBundle = async (
  file: string, { store, run, checkpoint, onProgress, signal }: { store: Store; run: RunRecord; checkpoint: CheckpointRecord; onProgress: (done: number, total: number) => void; signal?: AbortSignal },
  write = writeHashed,
): Promise<WrittenFile> => {
  const parts = await partsOf(store, run, checkpoint)
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  const folder = dirname(file)
  const temporary = join(folder, unfinishedName(basename(file), randomUUID()))
  await mkdir(folder, { recursive: true })
  for (const name of await readdir(folder)) if (isUnfinished(name, basename(file))) await rm(join(folder, name), { force: true })
  try {
    await demandRoom(folder, total, `The bundle ${file}`)
    const written = await write(temporary, archive(parts, (done) => {
      signal?.throwIfAborted()
      onProgress(done, total)
    }))
    await rename(temporary, file)
    await syncFolder(folder)
    return { name: basename(file), ...written }
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** The bytes of an archive of parts, one after another. @param onProgress told how much of the parts' own bytes came out; what it throws ends it */
const archive = async function* (parts: readonly Part[], onProgress: (done: number) => void): AsyncGenerator<Uint8Array> {
  let done = 0
  for (const { name, bytes, content } of parts) {
    yield tarHeader(name, bytes)
    for await (const piece of typeof content === 'string' ? (createReadStream(content, { highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) : [content]) {
      yield piece
      onProgress((done += piece.length))
    }
    yield tarPadding(bytes)
  }
  yield tarEnd()
}

const partsOf = async (store: Store, run: RunRecord, checkpoint: CheckpointRecord): Promise<Part[]> => {
  const notebook = run.notebook === null ? null : await readFile(run.notebook).catch(() => null)
  const media = store.media.list(run.id)
  const pictures = [...new Set(media.map(({ sha256 }) => sha256))].flatMap((sha256) => {
    const bytes = store.media.bytes(sha256)
    return bytes ? [part(mediaName(sha256), bytes)] : []
  })
  const sounds = [...new Set(media.flatMap(({ wav }) => wav ?? []))].flatMap((sha256) => {
    const bytes = store.media.bytes(sha256)
    return bytes ? [part(wavName(sha256), bytes)] : []
  })
  const held = new Set([...pictures, ...sounds].map(({ name }) => name))
  const hashes = (JSON.parse(await readFile(join(checkpoint.directory, 'state.json'), 'utf8')) as { sha256: Record<string, string> }).sha256
  const tensors = await Promise.all(checkpointFiles.map(async (name): Promise<Part> => {
    const content = join(checkpoint.directory, name)
    return { name: checkpointFile(name), content, bytes: (await stat(content)).size, sha256: name === 'state.json' ? checkpoint.sha256 : hashes[name]! }
  }))
  const rest = [
    part(cardName, Buffer.from(cardText(run, checkpoint.step))),
    part(metricsName, Buffer.from(metricsCsv(store.metrics.read(run.id, [''], -1, Number.MAX_SAFE_INTEGER)))),
    ...(notebook ? [part(notebookName, notebook)] : []), ...pictures, ...sounds, ...tensors,
  ]
  const manifest: Manifest = {
    format: 1, run,
    media: media.filter(({ sha256, wav }) => held.has(mediaName(sha256)) && (wav === undefined || held.has(wavName(wav)))).map(({ run: _, ...record }) => record),
    checkpoint: { step: checkpoint.step, sha256: checkpoint.sha256, bytes: checkpoint.bytes, created: checkpoint.created },
    notebook: notebook && run.notebook !== null ? basename(run.notebook) : null,
  }
  const files = [part(manifestName, Buffer.from(JSON.stringify(manifest, null, 1))), ...rest]
  return [part(sumsName, Buffer.from(sumsText(files))), ...files]
}

const part = (name: string, content: Buffer): Part => ({ name, content, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') })

const cardText = ({ name, id }: RunRecord, step: number): string => `# ${name}

A run of Transfusion Lab with its checkpoint of step ${step}: \`lab import FILE.labrun\` puts it in place on another machine.
It is a plain tar archive. \`labrun.json\` has the record of run ${id}, \`metrics.csv\` what was
measured, \`media\` what was drawn, \`checkpoint\` the weights and the optimiser's state as safetensors, \`SHA256SUMS\` the hash of every file.
`
