import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { imageSizeText, type ImageSize } from '../../../protocol/config/index.ts'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import { mapLimited } from '../concurrency.ts'
import type { Dataset, Document, Picture, Problem } from '../document.ts'
import { kindOfPath } from '../files.ts'
import { finiteDataset } from '../finite.ts'
import { image, pictureDocument, text } from '../segments.ts'
import { findCaptions } from './captions.ts'
import type { Captioned } from './metadata.ts'
import { decodePicture } from './picture.ts'

export interface FolderOptions {
  /** Each picture is brought to the nearest of these. */
  sizes: readonly ImageSize[]
  heldOut: number
  seed: number
  /** Whether rows with a source are edits; else they are skipped. Default false. */
  edits?: boolean
}

const gibibyte = 2 ** 30
/** Decoded pictures are kept in memory, no more than this. */
const mostBytes = 4 * gibibyte

interface Loaded extends Captioned {
  picture: Picture
  /** Of an edit: the picture before it. */
  before: Picture | null
  sha256: string
}

/** Opens a folder of captioned pictures. Files that cannot be used are listed as problems, and the rest go on without them. */
export async function openFolder(path: string, options: FolderOptions, onProgress: (done: number, total: number) => void = () => {}): Promise<Dataset> {
  const root = resolve(path)
  if ((await kindOfPath(root)) === 'file') throw new InputError(`The data path ${root} is a file; the folder dataset needs a folder of captioned pictures.`)
  const { captioned: all, problems } = await findCaptions(root)
  const captioned = all.filter(({ source }) => options.edits || source === undefined)
  for (const { file, source } of all) if (source !== undefined && !options.edits) problems.push({ file, reason: 'it is an edit of another picture, and data.edits is 0' })
  refuseTooMany(root, captioned.reduce((sum, { source }) => sum + (source === undefined ? 1 : 2), 0), options.sizes)
  const loaded = await loadAll(root, captioned, options.sizes, problems, onProgress)
  if (loaded.length === 0) throw new InputError(nothingFound(root, problems))
  const documents = loaded.map(({ caption, picture, before }): Document =>
    before ? { segments: [image(before, { condition: true }), text(caption), image(picture)] } : pictureDocument(caption, picture))
  const dataset = finiteDataset({
    name: 'folder', problems,
    sha256: hashOf(loaded),
    keys: loaded.map(({ file }) => file),
    document: (item) => documents[item]!,
  }, options.heldOut, options.seed)
  return { ...dataset, pictures: loaded.flatMap(({ picture, before }) => (before ? [before, picture] : [picture])) }
}

function refuseTooMany(root: string, count: number, sizes: readonly ImageSize[]): void {
  const bytes = count * 3 * Math.max(...sizes.map(({ width, height }) => width * height))
  if (bytes <= mostBytes) return
  throw new InputError(`The ${count} pictures in ${root} would take ${(bytes / gibibyte).toFixed(1)} GiB at ${sizes.map(imageSizeText).join(', ')} pixels, more than the ${mostBytes / gibibyte} GiB that are kept in memory; set a smaller image.size or point data.path at fewer pictures.`)
}

async function loadAll(
  root: string, captioned: readonly Captioned[], sizes: readonly ImageSize[], problems: Problem[], onProgress: (done: number, total: number) => void,
): Promise<Loaded[]> {
  let done = 0
  const results = await mapLimited(captioned, 4, async ({ file, caption, source }): Promise<Loaded | Problem> => {
    try {
      const bytes = await readFile(join(root, file))
      const picture = await decodePicture(bytes, sizes)
      const hash = createHash('sha256').update(bytes)
      const sourceBytes = source === undefined ? null : await readFile(join(root, source))
      if (sourceBytes) hash.update(sourceBytes)
      return { file, caption, picture, before: sourceBytes && (await decodePicture(sourceBytes, sizes)), sha256: hash.digest('hex') }
    } catch (error) {
      return { file, reason: `it cannot be decoded (${messageOf(error).split('\n')[0]})` }
    } finally {
      onProgress(++done, captioned.length)
    }
  })
  problems.push(...results.filter((result): result is Problem => 'reason' in result))
  return results.filter((result): result is Loaded => 'picture' in result)
}

function hashOf(loaded: readonly Loaded[]): string {
  const hash = createHash('sha256')
  for (const { file, caption, sha256 } of loaded) hash.update(`${JSON.stringify([file, caption, sha256])}\n`)
  return hash.digest('hex')
}

function nothingFound(root: string, problems: readonly Problem[]): string {
  const looked = `No captioned picture was found in ${root}: it needs PNG, JPEG, WebP or GIF files, each with a caption in NAME.txt beside it or in a metadata.jsonl or metadata.csv (file_name, text)`
  const [first] = problems
  return first ? `${looked}; ${problems.length} could not be used, the first being ${first.file}, because ${first.reason}.` : `${looked}.`
}
