import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { runConfigSchema, type RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import type { HostTensors } from '../engine/engine.ts'
import { readSafetensors } from './safetensorsFile.ts'

/** Where a run stands, beside its tensors: enough to go on as if it had not stopped. */
export interface Progress {
  step: number
  /** Number of the next training document. All random numbers are functions of it, the step and the seed. */
  cursor: number
  elementsSeen: number
  imagesSeen: number
}

export interface Checkpoint extends Progress {
  config: RunConfig
  datasetHash: string
  tensors: HostTensors
}

const files = ['model.safetensors', 'optimizer.safetensors'] as const

const stateSchema = z.object({
  format: z.literal(1),
  config: runConfigSchema,
  datasetHash: z.string(),
  step: z.int().nonnegative(),
  cursor: z.int().nonnegative(),
  elementsSeen: z.int().nonnegative(),
  imagesSeen: z.int().nonnegative(),
  sha256: z.object({ 'model.safetensors': z.string(), 'optimizer.safetensors': z.string() }),
})

/** Where a checkpoint is, how large, and the SHA-256 of its `state.json`, which names those of the other files. */
export interface SavedCheckpoint {
  directory: string
  bytes: number
  sha256: string
}

/**
 * Reads a checkpoint folder and checks every file against its hash.
 * @throws InputError saying which file is missing or damaged
 */
export const loadCheckpoint = async (directory: string): Promise<Checkpoint> => {
  const read = <Read>(work: Promise<Read>): Promise<Read> => work.catch((error: unknown) => {
    throw error instanceof InputError ? error : new InputError(`The checkpoint ${directory} cannot be read (${messageOf(error)}); resume from an earlier one.`)
  })
  const text = await read(readFile(path.join(directory, 'state.json'), 'utf8'))
  const { sha256, format: _, ...state } = parseState(text, path.join(directory, 'state.json'))
  const parts = []
  for (const name of files) {
    const file = await read(readSafetensors(path.join(directory, name)))
    if (file.sha256 !== sha256[name]) throw new InputError(`${path.join(directory, name)} is damaged: its SHA-256 is not the one written in state.json; resume from an earlier checkpoint.`)
    parts.push(file.tensors)
  }
  return { ...state, tensors: Object.assign({}, ...parts) as HostTensors }
}

/** What `state.json` says. @throws InputError when it is not whole */
export const parseState = (text: string, source: string): z.output<typeof stateSchema> => {
  const parsed = stateSchema.safeParse(parseJson(text))
  if (!parsed.success) throw new InputError(`${source} is damaged or from another version (${parsed.error.issues[0]!.path.join('.')}); resume from an earlier checkpoint.`)
  return parsed.data
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
