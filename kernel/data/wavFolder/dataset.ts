import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import { mapLimited } from '../concurrency.ts'
import type { Dataset, Problem, Wave } from '../document.ts'
import { kindOfPath } from '../files.ts'
import { finiteDataset } from '../finite.ts'
import { findCaptions, wavs } from '../folder/captions.ts'
import type { Captioned } from '../folder/metadata.ts'
import { waveDocument } from '../segments.ts'
import { decodeWav, fitWave } from '../waves/wav.ts'

export interface WavFolderOptions {
  samples: number
  rate: number
  heldOut: number
  seed: number
}

/** Waves are kept in memory, no more than this. */
const mostBytes = 2 * 2 ** 30

interface Loaded extends Captioned {
  wave: Wave
  sha256: string
}

/**
 * Opens a folder of captioned WAV files, each from its start, at the config's rate and length. Files that cannot be used are
 * listed as problems, and the rest go on without them.
 */
export async function openWavFolder(path: string, options: WavFolderOptions, onProgress: (done: number, total: number) => void = () => {}): Promise<Dataset> {
  const root = resolve(path)
  if ((await kindOfPath(root)) === 'file') throw new InputError(`The data path ${root} is a file; the dataset wavFolder needs a folder of captioned WAV files.`)
  const { captioned, problems } = await findCaptions(root, wavs)
  if (captioned.length * options.samples * 4 > mostBytes) {
    throw new InputError(`The ${captioned.length} waves in ${root} would take more than ${mostBytes / 2 ** 30} GiB of memory at ${options.samples} samples; lower waves.samples or point data.path at fewer files.`)
  }
  const loaded = await loadAll(root, captioned, options, problems, onProgress)
  if (loaded.length === 0) throw new InputError(nothingFound(root, problems))
  const hash = createHash('sha256')
  for (const { file, caption, sha256 } of loaded) hash.update(`${JSON.stringify([file, caption, sha256])}\n`)
  return finiteDataset({
    name: 'wavFolder', problems, sha256: hash.digest('hex'), keys: loaded.map(({ file }) => file),
    document: (item) => waveDocument(loaded[item]!.caption, loaded[item]!.wave),
  }, options.heldOut, options.seed)
}

async function loadAll(
  root: string, captioned: readonly Captioned[], options: WavFolderOptions, problems: Problem[], onProgress: (done: number, total: number) => void,
): Promise<Loaded[]> {
  let done = 0
  const results = await mapLimited(captioned, 4, async ({ file, caption }): Promise<Loaded | Problem> => {
    try {
      const bytes = await readFile(join(root, file))
      return { file, caption, wave: fitWave(decodeWav(bytes), options), sha256: createHash('sha256').update(bytes).digest('hex') }
    } catch (error) {
      return { file, reason: messageOf(error) }
    } finally {
      onProgress(++done, captioned.length)
    }
  })
  problems.push(...results.filter((result): result is Problem => 'reason' in result))
  return results.filter((result): result is Loaded => 'wave' in result)
}

function nothingFound(root: string, problems: readonly Problem[]): string {
  const looked = `No captioned wave was found in ${root}: it needs WAV files (16-bit PCM or 32-bit float), each with a caption in NAME.txt beside it or in a metadata.jsonl or metadata.csv (file_name, text)`
  const [first] = problems
  return first ? `${looked}; ${problems.length} could not be used, the first being ${first.file}, because ${first.reason}.` : `${looked}.`
}
