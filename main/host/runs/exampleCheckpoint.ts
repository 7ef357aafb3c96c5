import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { CheckpointRecord } from '../../../protocol/records.ts'

/** For tests: writes a whole checkpoint of next to nothing, as a kernel does. */
export const writeExampleCheckpoint = (runDirectory: string, step: number): Pick<CheckpointRecord, 'directory' | 'step' | 'sha256' | 'bytes'> => {
  const directory = join(runDirectory, 'checkpoints', `step-${String(step).padStart(8, '0')}`)
  const part = `${directory}.part`
  const state = JSON.stringify({ step, sha256: { 'model.safetensors': hash(tensors), 'optimizer.safetensors': hash(tensors) } })
  mkdirSync(part, { recursive: true })
  for (const name of ['model', 'optimizer']) writeFileSync(join(part, `${name}.safetensors`), tensors)
  writeFileSync(join(part, 'state.json'), state)
  rmSync(directory, { recursive: true, force: true })
  renameSync(part, directory)
  return { directory, step, sha256: hash(state), bytes: 2 * tensors.length + state.length }
}

/** For tests: the record of a checkpoint that is written at once. */
export const exampleCheckpoint = (run: string, runDirectory: string, step: number): CheckpointRecord =>
  ({ run, kind: 'cadence', pinned: false, created: 1, ...writeExampleCheckpoint(runDirectory, step) })

const hash = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex')

const header = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
const tensors = Buffer.concat([Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(header), Buffer.alloc(4)])
