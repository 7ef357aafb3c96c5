import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { randomParameters } from '../../kernel/model/testModel.ts'
import { loadCheckpoint } from '../../kernel/training/checkpoint.ts'
import { saveCheckpoint } from '../../kernel/training/saveCheckpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { interopCases } from './cases.ts'
import { writeCase } from './exportCase.ts'

// node tests/interop/makeCases.ts OUT [CHECKPOINT …]: exports of small models and of given checkpoints, with what the running
// engine says of fixed inputs; then python3 tests/interop/check.py OUT compares.
const [out, ...checkpoints] = process.argv.slice(2)
if (out === undefined) throw new Error('write: node tests/interop/makeCases.ts OUT [CHECKPOINT …]')

for (const [name, config] of Object.entries(interopCases)) {
  const folder = path.resolve(out, name)
  await mkdir(folder, { recursive: true })
  const random = Object.fromEntries(Object.entries(randomParameters(config)).map(([parameter, tensor]) => [`param/${parameter}`, tensor]))
  const tensors = { ...initialState(config), ...random }
  const progress = { step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' }
  const { directory } = await saveCheckpoint(path.join(folder, 'checkpoint'), { ...progress, config, tensors })
  await writeCase(directory, { config, tensors }, folder)
}
for (const [i, directory] of checkpoints.entries()) {
  await writeCase(directory, await loadCheckpoint(directory), path.resolve(out, `trained-${i}`))
}
