import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { messageOf } from '../../../protocol/errors.ts'
import type { Problem } from '../document.ts'
import { extensionOf, listFiles, textOf } from '../files.ts'
import { readMetadata } from './metadata.ts'
import type { Captioned } from './metadata.ts'

/** Which files are looked for, and their kinds in words. */
export interface Wanted {
  extensions: ReadonlySet<string>
  words: string
}

export const pictures: Wanted = { extensions: new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif']), words: 'PNG, JPEG, WebP or GIF' }
export const wavs: Wanted = { extensions: new Set(['.wav']), words: 'WAV file' }

const metadataNames = new Set(['metadata.jsonl', 'metadata.csv'])

/** The files of a folder that have a caption, sorted by name; the rest as problems. */
export interface Captions {
  captioned: Captioned[]
  problems: Problem[]
}

/** Finds every wanted file under `root` and its caption: in a metadata file, or else in NAME.txt beside it. */
export async function findCaptions(root: string, { extensions, words }: Wanted = pictures): Promise<Captions> {
  const { names, problems } = await listFiles(root)
  const files = new Set(names)
  const found = new Map<string, Omit<Captioned, 'file'>>()
  const sources = new Set<string>()
  const wanted = names.filter((name) => extensions.has(extensionOf(name)))
  const refused = new Set<string>()

  const read = async (name: string): Promise<string | null> => {
    try {
      const text = textOf(await readFile(join(root, name)))
      if (text === null) problems.push({ file: name, reason: 'it is no UTF-8 text' })
      return text
    } catch (error) {
      problems.push({ file: name, reason: `it cannot be read (${messageOf(error)})` })
      return null
    }
  }

  const keep = (file: string, caption: string, where: string, source?: string): void => {
    if (caption === '') {
      refused.add(file)
      problems.push({ file, reason: `its caption in ${where} is empty` })
    } else found.set(file, { caption, ...(source === undefined ? {} : { source }) })
  }

  for (const name of names.filter((other) => metadataNames.has(posix.basename(other)))) {
    const text = await read(name)
    if (text === null) continue
    const metadata = readMetadata(name, text)
    problems.push(...metadata.problems)
    for (const { file, caption, source } of metadata.rows) {
      if (source !== undefined) sources.add(source)
      if (!files.has(file)) problems.push({ file, reason: `${name} has a caption for it, but there is no such file` })
      else if (!extensions.has(extensionOf(file))) problems.push({ file, reason: `${name} has a caption for it, but it is no ${words}` })
      else if (found.has(file)) problems.push({ file, reason: `it has a second caption in ${name}; the first was kept` })
      else if (source !== undefined && !files.has(source)) problems.push({ file, reason: `${name} names ${source} as its source, and there is no such file` })
      else keep(file, caption.trim(), name, source)
    }
  }

  for (const file of wanted) {
    if (found.has(file) || refused.has(file)) continue
    // What is only the source of edits needs no caption of its own.
    if (sources.has(file) && !files.has(textBeside(file))) continue
    const beside = textBeside(file)
    if (!files.has(beside)) {
      problems.push({ file, reason: `it has no caption: neither ${posix.basename(beside)} beside it nor a row in a metadata file` })
      continue
    }
    const text = await read(beside)
    if (text === null) continue
    keep(file, text.split('\n').map((line) => line.trim()).find(Boolean) ?? '', posix.basename(beside))
  }

  const captioned = wanted.flatMap((file) => {
    const known = found.get(file)
    return known === undefined ? [] : [{ file, ...known }]
  })
  return { captioned, problems }
}

const textBeside = (file: string): string => `${file.slice(0, -extensionOf(file).length)}.txt`
