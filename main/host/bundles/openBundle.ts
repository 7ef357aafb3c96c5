import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { InputError } from '../../../protocol/errors.ts'
import { writeHashed } from './hashedFile.ts'
import { largestFile, manifestName, manifestSchema, parseSums, sumsName, type Manifest } from './manifest.ts'
import { readTar, type TarEntry } from './tar.ts'

/** An opened bundle: every file is there with its size; contents are checked as they are read. */
export interface Bundle {
  manifest: Manifest
  /** Of all files together. */
  bytes: number
  /** Content of a small file, compared with its hash. */
  read(name: string): Promise<Buffer>
  /** Every file that the list of hashes names. */
  readonly names: readonly string[]
  /** Copies a file to a path, synced, and compares what was written with its hash. */
  extract(name: string, path: string): Promise<void>
}

/**
 * @param onRead told of bytes as they are read out of the bundle
 * @throws InputError unless it is a bundle with every file that its list of hashes names, and no other
 */
export const openBundle = async (file: Pick<FileHandle, 'read'>, size: number, source: string, onRead: (bytes: number) => void = () => {}): Promise<Bundle> => {
  const refuse = (what: string): never => {
    throw new InputError(`${source} cannot be opened: ${what}; ask for the bundle again.`)
  }
  const entries = await readTar(file, size, source, largestFile)
  const entryOf = (name: string): TarEntry => entries.get(name) ?? refuse(`it has no ${name}`)
  const content = async ({ start, bytes }: TarEntry): Promise<Buffer> => {
    const buffer = Buffer.alloc(bytes)
    await file.read(buffer, 0, bytes, start)
    onRead(bytes)
    return buffer
  }
  const sums = parseSums((await content(entryOf(sumsName))).toString('utf8')) ?? refuse(`${sumsName} has a line that is no hash`)
  const stranger = [...entries.keys()].find((name) => name !== sumsName && !sums.has(name)) ?? [...sums.keys()].find((name) => !entries.has(name))
  if (stranger !== undefined) refuse(`its files are not those that ${sumsName} names (${stranger.replace(/[^\x20-\x7e]/g, '?')})`)
  const check = (name: string, sha256: string): boolean => sums.get(name) === sha256 || refuse(`${name} is damaged: its SHA-256 is not the one in ${sumsName}`)
  const read = async (name: string): Promise<Buffer> => {
    const bytes = await content(entryOf(name))
    check(name, createHash('sha256').update(bytes).digest('hex'))
    return bytes
  }
  const parsed = manifestSchema.safeParse(parseJson((await read(manifestName)).toString('utf8')))
  if (!parsed.success) return refuse(`${manifestName} is of another version (${parsed.error.issues[0]!.path.join('.')})`)
  const manifest = parsed.data
  return {
    manifest,
    read,
    names: [...sums.keys()],
    bytes: [...entries.values()].reduce((sum, { bytes }) => sum + bytes, 0),
    extract: async (name, path) => void check(name, (await writeHashed(path, piecesOf(file, entryOf(name), onRead, () => refuse(`${name} ends early`)))).sha256),
  }
}

/** The content of a file of an archive, one piece after another. */
const piecesOf = async function* (file: Pick<FileHandle, 'read'>, { start, bytes }: TarEntry, onRead: (bytes: number) => void, refuse: () => never): AsyncGenerator<Uint8Array> {
  const piece = Buffer.alloc(Math.min(bytes, 2 ** 20))
  for (let at = 0; at < bytes;) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, bytes - at), start + at)
    if (bytesRead === 0) refuse()
    yield piece.subarray(0, bytesRead)
    at += bytesRead
    onRead(bytesRead)
  }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
