import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckpointRecord } from '../../../protocol/records.ts'

const tensorFiles = ['model.safetensors', 'optimizer.safetensors'] as const

/** Whether a checkpoint's folder is there and its files have the lengths that they should have. Reads little. */
export const isWhole = ({ directory, step }: Pick<CheckpointRecord, 'directory' | 'step'>): boolean =>
  check(() => readState(directory).step === step && tensorFiles.every((name) => withFile(join(directory, name), hasRightLength)))

/** Whether every byte of a checkpoint is what was written. Reads all of it. */
export const isIntact = (checkpoint: Pick<CheckpointRecord, 'directory' | 'step' | 'sha256'>): boolean =>
  isWhole(checkpoint) && check(() => {
    const { directory, sha256 } = checkpoint
    const state = readState(directory)
    return withFile(join(directory, 'state.json'), hashOf) === sha256 && tensorFiles.every((name) => withFile(join(directory, name), hashOf) === state.sha256?.[name])
  })

/** What cannot be read cannot be resumed from either. */
const check = (test: () => boolean): boolean => {
  try {
    return test()
  } catch {
    return false
  }
}

const readState = (directory: string): { step?: unknown; sha256?: Record<string, unknown> } =>
  JSON.parse(readFileSync(join(directory, 'state.json'), 'utf8')) as { step?: unknown; sha256?: Record<string, unknown> }

const withFile = <T>(path: string, work: (file: number) => T): T => {
  const file = openSync(path, 'r')
  try {
    return work(file)
  } finally {
    closeSync(file)
  }
}

/** A safetensors file ends where the last of the tensors that its header names ends. */
const hasRightLength = (file: number): boolean => {
  const { size } = fstatSync(file)
  const length = Buffer.alloc(8)
  if (readSync(file, length, 0, 8, 0) < 8) return false
  const headerBytes = Number(length.readBigUInt64LE())
  if (headerBytes > size - 8) return false
  const header = Buffer.alloc(headerBytes)
  readSync(file, header, 0, headerBytes, 8)
  const tensors = Object.values(JSON.parse(header.toString('utf8')) as Record<string, { data_offsets?: [number, number] }>)
  return size === 8 + headerBytes + tensors.reduce((end, { data_offsets }) => Math.max(end, data_offsets?.[1] ?? 0), 0)
}

/** In pieces, as a file of more than 2 GiB does not fit into one buffer. */
const hashOf = (file: number): string => {
  const hash = createHash('sha256')
  const piece = Buffer.alloc(2 ** 20)
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read))
  return hash.digest('hex')
}
