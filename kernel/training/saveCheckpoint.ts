import { randomUUID } from 'node:crypto'
import path from 'node:path'
import { canonicalJson } from '../../protocol/config/paths.ts'
import type { HostTensors } from '../engine/engine.ts'
import { demandRoom, disk, type Disk } from '../files/disk.ts'
import type { Checkpoint, SavedCheckpoint } from './checkpoint.ts'
import { safetensorsPieces } from './safetensors.ts'
import { stateName } from './stateNames.ts'

// What is imported here is held once more by the thread that writes: not the config's schema.

/** Folder name of the checkpoint after a step: sorts by step. */
export const checkpointName = (step: number): string => `step-${String(step).padStart(8, '0')}`

/**
 * Writes a checkpoint folder whole or not at all: under a temporary name, each file synced, then renamed.
 * @throws InputError when the disk has no room for it
 */
export const saveCheckpoint = async (folder: string, checkpoint: Checkpoint, on: Disk = disk): Promise<SavedCheckpoint> => {
  const { tensors, config, datasetHash, step, cursor, elementsSeen, imagesSeen } = checkpoint
  const moments = (name: string): boolean => name.startsWith(stateName('m', '')) || name.startsWith(stateName('v', ''))
  const part = (keep: (name: string) => boolean): HostTensors => Object.fromEntries(Object.entries(tensors).filter(([name]) => keep(name)))
  const parts = { 'model.safetensors': part((name) => !moments(name)), 'optimizer.safetensors': part(moments) }
  const directory = path.join(folder, checkpointName(step))
  const temporary = path.join(folder, `.${checkpointName(step)}.${randomUUID()}`)
  await on.makeFolder(temporary)
  try {
    await demandRoom(folder, Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0), `The checkpoint of step ${step}`, on)
    const model = await on.write(path.join(temporary, 'model.safetensors'), safetensorsPieces(parts['model.safetensors']))
    const optimizer = await on.write(path.join(temporary, 'optimizer.safetensors'), safetensorsPieces(parts['optimizer.safetensors']))
    const sha256 = { 'model.safetensors': model.sha256, 'optimizer.safetensors': optimizer.sha256 }
    const state = await on.write(path.join(temporary, 'state.json'), [canonicalJson({ format: 1, config, datasetHash, step, cursor, elementsSeen, imagesSeen, sha256 })])
    await on.syncFolder(temporary)
    await on.remove(directory)
    await on.rename(temporary, directory)
    await on.syncFolder(folder)
    return { directory, bytes: model.bytes + optimizer.bytes + state.bytes, sha256: state.sha256 }
  } catch (error) {
    await on.remove(temporary)
    throw error
  }
}
