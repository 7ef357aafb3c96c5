import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** For tests: writes a whole, empty checkpoint as a kernel does, and returns its folder. */
export const writeExampleCheckpoint = (runDirectory: string, step: number): string => {
  const directory = join(runDirectory, 'checkpoints', `step-${String(step).padStart(8, '0')}`)
  const part = `${directory}.part`
  mkdirSync(part, { recursive: true })
  for (const name of ['model', 'optimizer']) writeFileSync(join(part, `${name}.safetensors`), emptySafetensors)
  writeFileSync(join(part, 'state.json'), JSON.stringify({ step }))
  rmSync(directory, { recursive: true, force: true })
  renameSync(part, directory)
  return directory
}

const header = '{"w":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'
const emptySafetensors = Buffer.concat([Buffer.from([header.length, 0, 0, 0, 0, 0, 0, 0]), Buffer.from(header), Buffer.alloc(4)])
