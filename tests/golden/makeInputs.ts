import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { patchesPerImage } from '../../protocol/config/index.ts'
import { outlineOf } from '../../kernel/data/positions.ts'
import { batchOf, document, randomParameters } from '../../kernel/model/testModel.ts'
import type { HostTensors } from '../../kernel/engine/engine.ts'
import { lossInputs } from '../../kernel/model/losses.ts'
import { learningRate } from '../../kernel/training/learningRate.ts'
import { encodeSafetensors } from '../../kernel/training/safetensors.ts'
import { goldenCases, goldenSteps, type GoldenCase } from './cases.ts'

// node24 tests/golden/makeInputs.ts, then make_golden.py: see there.

const sequencesOf = ({ config }: GoldenCase) => [
  [document(config, 'a red ring', 'captionFirst', 0)],
  config.data.crossDocument
    ? [document(config, 'hi', 'textAlone', 1), document(config, 'x', 'imageFirst', 2)]
    : [document(config, 'on top', 'textAlone', 1), document(config, 'ab', 'imageFirst', 2)],
]

for (const golden of goldenCases) {
  const { name, config, shape } = golden
  const sequences = sequencesOf(golden)
  const batch = batchOf(config, shape, ...sequences)
  const specs = lossInputs(config, shape)
  // PyTorch makes the mask itself, from the outlines.
  const inputs: HostTensors = Object.fromEntries(Object.entries(specs).filter(([key]) => key !== 'bias').map(([key, spec]) => [`input/${key}`, { ...spec, data: batch[key]! }]))
  const parameters = Object.fromEntries(Object.entries(randomParameters(config)).map(([key, tensor]) => [`param/${key}`, tensor]))
  const { model, diffusion, loss, train, mask, data } = config
  const about = {
    model, diffusion, loss, train, mask, crossDocument: data.crossDocument, shape, patches: patchesPerImage(config),
    outlines: sequences.map((sequence) => outlineOf(sequence)), lr: Array.from({ length: goldenSteps }, (_, i) => learningRate(i + 1, train)),
  }
  const bytes = encodeSafetensors({ ...inputs, ...parameters }, { about: JSON.stringify(about) })
  writeFileSync(path.join(import.meta.dirname, `${name}.inputs.safetensors`), bytes)
  console.log(name, bytes.length)
}
