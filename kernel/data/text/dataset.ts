import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { InputError, messageOf } from '../../../protocol/errors.ts'
import type { Dataset, Problem } from '../document.ts'
import { extensionOf, kindOfPath, listFiles, textOf } from '../files.ts'
import { finiteDataset } from '../finite.ts'
import { textDocument } from '../segments.ts'
import { cutText } from './cut.ts'
import { readJsonl } from './jsonl.ts'

export interface TextOptions {
  heldOut: number
  seed: number
}

const extensions = new Set(['.txt', '.md', '.jsonl'])
const mebibyte = 2 ** 20
/** Texts are kept in memory, no more than this. */
const mostBytes = 512 * mebibyte

/** Opens a text file, a JSONL file, or every such file under a folder, as documents without pictures. */
export async function openText(path: string, { heldOut, seed }: TextOptions, onProgress: (done: number, total: number) => void = () => {}): Promise<Dataset> {
  const given = resolve(path)
  const { root, names, problems } = await filesOf(given)
  await refuseTooLarge(given, root, names)
  const texts: string[] = []
  for (const [i, name] of names.entries()) {
    for (const text of await documentsOf(root, name, problems)) texts.push(text)
    onProgress(i + 1, names.length)
  }
  if (texts.length === 0) throw new InputError(nothingFound(given, problems))
  const documents = texts.map(textDocument)
  const hash = createHash('sha256')
  for (const text of texts) hash.update(`${JSON.stringify(text)}\n`)
  return finiteDataset({ name: 'text', problems, sha256: hash.digest('hex'), keys: texts, document: (item) => documents[item]! }, heldOut, seed)
}

interface Found {
  root: string
  names: string[]
  problems: Problem[]
}

async function filesOf(path: string): Promise<Found> {
  if ((await kindOfPath(path)) === 'file') return { root: dirname(path), names: [basename(path)], problems: [] }
  const { names, problems } = await listFiles(path)
  return { root: path, names: names.filter((name) => extensions.has(extensionOf(name))), problems }
}

async function refuseTooLarge(path: string, root: string, names: readonly string[]): Promise<void> {
  let bytes = 0
  for (const name of names) bytes += (await stat(join(root, name)).catch(() => null))?.size ?? 0
  if (bytes <= mostBytes) return
  throw new InputError(`The texts of ${path} are ${Math.ceil(bytes / mebibyte)} MiB, more than the ${mostBytes / mebibyte} MiB that are kept in memory; point data.path at a smaller file or fewer files.`)
}

async function documentsOf(root: string, name: string, problems: Problem[]): Promise<string[]> {
  let bytes
  try {
    bytes = await readFile(join(root, name))
  } catch (error) {
    problems.push({ file: name, reason: `it cannot be read (${messageOf(error)})` })
    return []
  }
  const text = textOf(bytes)
  if (text === null) {
    problems.push({ file: name, reason: 'it is no UTF-8 text' })
    return []
  }
  if (extensionOf(name) !== '.jsonl') return cutText(text)
  const read = readJsonl(name, text)
  for (const problem of read.problems) problems.push(problem)
  return read.documents
}

function nothingFound(path: string, problems: readonly Problem[]): string {
  const looked = `No text was found in ${path}: it needs a .txt, .md or .jsonl file ({"text": …} a line), or a folder of them`
  const [first] = problems
  return first ? `${looked}; ${problems.length} could not be used, the first being ${first.file}, because ${first.reason}.` : `${looked}.`
}
