import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { canonicalJson, runConfigSchema, type RunConfig } from '../../protocol/config/index.ts'
import { InputError, messageOf } from '../../protocol/errors.ts'
import type { HostTensors } from '../engine/engine.ts'
import { demandRoom, disk, type Disk } from '../files/disk.ts'
import { decodeSafetensors, encodeSafetensors } from './safetensors.ts'
import { stateName } from './stateNames.ts'

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

const hash = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

/** Folder name of the checkpoint after a step: sorts by step. */
export const checkpointName = (step: number): string => `step-${String(step).padStart(8, '0')}`

/**
 * Writes a checkpoint folder whole or not at all: under a temporary name, each file synced, then renamed.
 * @throws InputError when the disk has no room for it
 * @returns the folder, its size, and the SHA-256 of `state.json`, which names those of the other files
 */
export const saveCheckpoint = async (folder: string, checkpoint: Checkpoint, on: Disk = disk): Promise<{ directory: string; bytes: number; sha256: string }> => {
  const { tensors, config, datasetHash, step, cursor, elementsSeen, imagesSeen } = checkpoint
  const moments = (name: string): boolean => name.startsWith(stateName('m', '')) || name.startsWith(stateName('v', ''))
  const part = (keep: (name: string) => boolean): Buffer => encodeSafetensors(Object.fromEntries(Object.entries(tensors).filter(([name]) => keep(name))))
  const model = part((name) => !moments(name)), optimizer = part(moments)
  const sha256 = { 'model.safetensors': hash(model), 'optimizer.safetensors': hash(optimizer) }
  const state = canonicalJson({ format: 1, config, datasetHash, step, cursor, elementsSeen, imagesSeen, sha256 })
  const bytes = model.length + optimizer.length + state.length
  const directory = path.join(folder, checkpointName(step))
  const temporary = path.join(folder, `.${checkpointName(step)}.${randomUUID()}`)
  await on.makeFolder(temporary)
  try {
    await demandRoom(folder, bytes, `The checkpoint of step ${step}`, on)
    await on.write(path.join(temporary, 'model.safetensors'), [model])
    await on.write(path.join(temporary, 'optimizer.safetensors'), [optimizer])
    await on.write(path.join(temporary, 'state.json'), [state])
    await on.syncFolder(temporary)
    await on.remove(directory)
    await on.rename(temporary, directory)
  } catch (error) {
    await on.remove(temporary)
    throw error
  }
  await on.syncFolder(folder)
  return { directory, bytes, sha256: hash(state) }
}

/**
 * Reads a checkpoint folder and checks every file against its hash.
 * @throws InputError saying which file is missing or damaged
 */
export const loadCheckpoint = async (directory: string): Promise<Checkpoint> => {
  const read = (name: string): Promise<Buffer> => readFile(path.join(directory, name)).catch((error: unknown) => {
    throw new InputError(`The checkpoint ${directory} cannot be read (${messageOf(error)}); resume from an earlier one.`)
  })
  const { sha256, format: _, ...state } = parseState((await read('state.json')).toString('utf8'), path.join(directory, 'state.json'))
  const tensors: HostTensors = {}
  for (const name of files) {
    const bytes = await read(name)
    if (hash(bytes) !== sha256[name]) throw new InputError(`${path.join(directory, name)} is damaged: its SHA-256 is not the one written in state.json; resume from an earlier checkpoint.`)
    Object.assign(tensors, decodeSafetensors(bytes, path.join(directory, name)))
  }
  return { ...state, tensors }
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
