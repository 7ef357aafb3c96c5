import { readFile } from 'node:fs/promises'
import path from 'node:path'
import * as ort from 'onnxruntime-web'
import { expect, test } from 'vitest'
import { hasPatches } from '../../protocol/config/index.ts'
import type { HostTensors } from '../../kernel/engine/engine.ts'
import { temporaryFolder } from '../../kernel/autoencoder/testRun.ts'
import { saveCheckpoint } from '../../kernel/training/checkpoint.ts'
import { initialState } from '../../kernel/training/trainProgram.ts'
import { exportAs } from './exportCase.ts'
import { graphCases, graphWeights, wholeSequences } from './graphCases.ts'

test.each(['x0', 'unet'])('%s: ONNX Runtime\'s WebAssembly build, which browsers run, says what the running engine says', async (name) => {
  ort.env.wasm.numThreads = 1
  const config = graphCases[name]!
  const tensors: HostTensors = { ...initialState(config), ...Object.fromEntries(Object.entries(graphWeights(config)).map(([parameter, tensor]) => [`param/${parameter}`, tensor])) }
  const folder = temporaryFolder()
  const { directory } = await saveCheckpoint(folder, { config, tensors, step: 1, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: '' })
  await exportAs(directory, folder, 'onnx')
  const { feeds, expected } = await wholeSequences(config, 31)
  const run = async (graph: string, output: string): Promise<number> => {
    const session = await ort.InferenceSession.create(new Uint8Array(await readFile(path.join(folder, 'onnx', `${graph}.onnx`))), { executionProviders: ['wasm'] })
    const results = await session.run(Object.fromEntries(session.inputNames.map((input) => {
      const { dtype, data, shape } = feeds[input]!
      return [input, new ort.Tensor(dtype, data, shape)]
    })))
    const found = results[output]!.data as Float32Array, wanted = expected[output]!.data
    expect(found.length).toBe(wanted.length)
    return found.reduce((most, value, i) => Math.max(most, Math.abs(value - wanted[i]!)), 0)
  }
  expect(hasPatches(config)).toBe(true)
  expect(await run('prefill', 'logits')).toBeLessThan(1e-5)
  expect(await run('denoise', 'prediction')).toBeLessThan(1e-5)
})
