import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { onnxPairFiles, onnxPairLayouts, onnxPairText, onnxPairWanted } from '../../../protocol/onnxPair.ts'
import { InputError } from '../../../protocol/errors.ts'

/** An ONNX encoder and decoder that a user brings. */
export interface OnnxPairRecord {
  /** Absolute. */
  folder: string
  /** SHA-256 of all its files together. */
  sha256: string
}

/**
 * The ONNX pair of a folder; null where it has none.
 * @throws InputError when it has one half, or the path is an ONNX file
 */
export const onnxPairIn = (reference: string): OnnxPairRecord | null => {
  const folder = resolve(reference)
  if (/\.onnx$/i.test(folder)) throw new InputError(`image.autoencoder is the file ${folder}; name the folder that has both halves: ${onnxPairWanted}.`)
  const has = (name: string): boolean => existsSync(join(folder, name))
  const layout = onnxPairLayouts.find(({ encoder, decoder }) => has(encoder) && has(decoder))
  if (!layout) {
    for (const { encoder, decoder } of onnxPairLayouts) if (has(encoder) || has(decoder)) throw new InputError(`image.autoencoder names ${folder}, which has ${has(encoder) ? encoder : decoder} and no ${has(encoder) ? decoder : encoder}; put it there too.`)
    return null
  }
  const files = onnxPairFiles(layout).filter(has).map((name) => ({ name, sha256: hashOf(join(folder, name)) }))
  return { folder, sha256: createHash('sha256').update(onnxPairText(files)).digest('hex') }
}

/** Hashes by file, size and time: a sweep asks for the same large files again and again. */
const known = new Map<string, string>()

const hashOf = (file: string): string => {
  const { size, mtimeMs } = statSync(file)
  const key = `${file} ${size} ${mtimeMs}`
  const found = known.get(key) ?? readHash(file)
  known.set(key, found)
  return found
}

const readHash = (file: string): string => {
  const hash = createHash('sha256'), buffer = Buffer.alloc(2 ** 20)
  const handle = openSync(file, 'r')
  try {
    for (let read = 1; read > 0;) {
      read = readSync(handle, buffer)
      hash.update(buffer.subarray(0, read))
    }
  } finally {
    closeSync(handle)
  }
  return hash.digest('hex')
}
