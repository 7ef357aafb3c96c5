import { createHash, randomUUID } from 'node:crypto'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { gridChannels, gridSide, hasImageTokens, type RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import { latentCacheStart, recordBytes, type LatentCacheHeader } from '../../protocol/latentCache.ts'
import type { Dataset, Picture } from '../data/document.ts'
import type { Engine } from '../engine/engine.ts'
import { demandRoom, disk, type Disk } from '../files/disk.ts'
import { CachedCoder } from './cachedCoder.ts'
import type { PictureCoder } from './coder.ts'
import { LatentFile, latentFilePieces } from './latentFile.ts'

/** Pictures that are encoded between two looks at the messages that came in. */
const atOnce = 32

export interface CacheOptions {
  config: RunConfig
  dataset: Dataset
  engine: Pick<Engine, 'record'>
  /** SHA-256 of the encoder. */
  encoder: string
  /** Folder of the cache; made where it is missing. */
  folder: string
  /** Told how many pictures are encoded. */
  onProgress(stage: string, done: number, total: number): void
  /** Told in one sentence of a cache that cannot be used or written. */
  onRemark(text: string): void
  /** Whether the work is to be given up; asked between pictures. */
  stopping(): boolean
  on?: Disk
}

/** The run was stopped while its pictures were being encoded. */
export class StoppedWhileEncoding extends Error {}

/** What a cache of this dataset, encoder and picture size holds. */
export const cacheHeader = ({ config, dataset, engine, encoder }: Pick<CacheOptions, 'config' | 'dataset' | 'engine' | 'encoder'>): LatentCacheHeader => {
  const side = gridSide(config)
  const codes = hasImageTokens(config)
  return {
    dataset: dataset.sha256, encoder, engine: `${engine.record.engine}, ${Object.entries(engine.record.versions).map((entry) => entry.join(' ')).sort().join(', ')}`,
    picture: [config.image.size, config.image.size], holds: codes ? 'codes' : 'latents',
    shape: codes ? [side * side] : [side, side, gridChannels(config)], count: dataset.pictures!.length,
  }
}

/**
 * The coder, with what it makes of the dataset's pictures kept on disk: encoded once for all runs and seeds that have the
 * dataset, the encoder, the engine and the picture size in common. What is kept is a VAE's means, before they are
 * scaled, so a run sees the same numbers with and without the cache.
 *
 * Pictures that a dataset makes up as needed (`shapes`) are not kept: training shows each of them once.
 * A file that is damaged or not what its name says is put aside as `….damaged` and made anew. Where nothing can be written
 * the coder is given back as it is, and encodes at every step.
 * @throws StoppedWhileEncoding
 */
export const withLatentCache = async (coder: PictureCoder, options: CacheOptions): Promise<PictureCoder> => {
  const { dataset, folder, onRemark, on = disk } = options
  const pictures = dataset.pictures ?? []
  if (pictures.length === 0) return coder
  const header = cacheHeader(options)
  const file = path.join(folder, `${createHash('sha256').update(latentCacheStart(header)).digest('hex').slice(0, 32)}.latents`)
  const known = await openKnown(file, header, options)
  if (known) return new CachedCoder(coder, known, pictures)
  try {
    await on.makeFolder(folder)
    await demandRoom(folder, header.count * recordBytes(header), 'The latent cache', on)
    await writeWhole(file, latentFilePieces(header, encodeAll(coder, header, pictures, options)), on)
    return new CachedCoder(coder, await LatentFile.open(file, header), pictures)
  } catch (error) {
    if (!cannotWrite(error)) throw error
    onRemark(`Pictures are encoded anew at every step, as the latent cache in ${folder} cannot be written (${messageOf(error).replace(/[.;]$/, '')}); make room or give write permission there, and the next run is faster.`)
    return coder
  }
}

/** Under a temporary name, synced, then renamed: a file of that name is whole. */
const writeWhole = async (file: string, pieces: AsyncIterable<Uint8Array>, on: Disk): Promise<void> => {
  const folder = path.dirname(file)
  const temporary = path.join(folder, `.${randomUUID()}.partial`)
  try {
    await on.write(temporary, pieces)
    await on.rename(temporary, file)
  } catch (error) {
    await on.remove(temporary)
    throw error
  }
  await on.syncFolder(folder)
}

const cannotWrite = (error: unknown): boolean => error instanceof InputError || (error instanceof Error && 'code' in error && /^E[A-Z]+$/.test(String(error.code)))

/** The file, if it is there and whole; if it is not whole it is put aside. */
const openKnown = async (file: string, header: LatentCacheHeader, { onRemark, on = disk }: CacheOptions): Promise<LatentFile | null> => {
  try {
    return await LatentFile.open(file, header)
  } catch (error) {
    if (!(error instanceof InputError)) return null
    onRemark(`${error.message.replace(/\.$/, '')}; it was put aside as ${path.basename(file)}.damaged and is made anew, so nothing is lost and nothing need be done.`)
    await on.remove(`${file}.damaged`)
    await on.rename(file, `${file}.damaged`)
    return null
  }
}

async function* encodeAll(coder: PictureCoder, { holds }: LatentCacheHeader, pictures: readonly Picture[], { onProgress, stopping }: CacheOptions): AsyncGenerator<Float32Array | Int32Array> {
  for (let start = 0; start < pictures.length; start += atOnce) {
    onProgress('encoding the pictures, once for all runs', start, pictures.length)
    if (stopping()) throw new StoppedWhileEncoding()
    yield* await coder[holds](pictures.slice(start, start + atOnce))
    // The engine's call holds the thread: only here can messages come in.
    await setImmediate()
  }
  onProgress('encoding the pictures, once for all runs', pictures.length, pictures.length)
}
