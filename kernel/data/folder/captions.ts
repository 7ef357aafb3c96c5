import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { messageOf } from '../../../protocol/errors.ts'
import type { Problem } from '../document.ts'
import { extensionOf, listFiles, textOf } from '../files.ts'
import { readMetadata } from './metadata.ts'
import type { Captioned } from './metadata.ts'

const pictureExtensions = new Set(['.png', '.jpg', '.jpeg', '.webp', '.gif'])
const metadataNames = new Set(['metadata.jsonl', 'metadata.csv'])

/** The pictures of a folder that have a caption, sorted by name; the rest as problems. */
export interface Captions {
  captioned: Captioned[]
  problems: Problem[]
}

/** Finds every picture under `root` and its caption: in a metadata file, or else in NAME.txt beside it. */
export async function findCaptions(root: string): Promise<Captions> {
  const { names, problems } = await listFiles(root)
  const files = new Set(names)
  const pictures = names.filter((name) => pictureExtensions.has(extensionOf(name)))
  const found = new Map<string, string>()
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

  const keep = (file: string, caption: string, where: string): void => {
    if (caption === '') {
      refused.add(file)
      problems.push({ file, reason: `its caption in ${where} is empty` })
    } else found.set(file, caption)
  }

  for (const name of names.filter((other) => metadataNames.has(posix.basename(other)))) {
    const text = await read(name)
    if (text === null) continue
    const metadata = readMetadata(name, text)
    problems.push(...metadata.problems)
    for (const { file, caption } of metadata.rows) {
      if (!files.has(file)) problems.push({ file, reason: `${name} has a caption for it, but there is no such file` })
      else if (!pictureExtensions.has(extensionOf(file))) problems.push({ file, reason: `${name} has a caption for it, but it is no PNG, JPEG, WebP or GIF` })
      else if (found.has(file)) problems.push({ file, reason: `it has a second caption in ${name}; the first was kept` })
      else keep(file, caption.trim(), name)
    }
  }

  for (const file of pictures) {
    if (found.has(file) || refused.has(file)) continue
    const beside = `${file.slice(0, -extensionOf(file).length)}.txt`
    if (!files.has(beside)) {
      problems.push({ file, reason: `it has no caption: neither ${posix.basename(beside)} beside it nor a row in a metadata file` })
      continue
    }
    const text = await read(beside)
    if (text === null) continue
    keep(file, text.split('\n').map((line) => line.trim()).find(Boolean) ?? '', posix.basename(beside))
  }

  const captioned = pictures.flatMap((file) => {
    const caption = found.get(file)
    return caption === undefined ? [] : [{ file, caption }]
  })
  return { captioned, problems }
}
