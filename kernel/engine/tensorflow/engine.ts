import os from 'node:os'
import path from 'node:path'
import { InputError } from '../../../protocol/errors.ts'
import { graphicsAdapters } from '../adapters.ts'
import { eagerEngine } from '../eagerEngine.ts'
import type { Engine } from '../engine.ts'
import { enginesFolder } from '../enginesFolder.ts'
import * as tf from '../tfjs.ts'
import { registerTensorFlowKernels } from './kernels.ts'
import { loadTensorFlow, tensorFlowBackend } from './load.ts'

export const tensorFlowRemedy = process.platform === 'linux'
  ? 'run "lab setup tensorflow" (with --gpu for an NVIDIA card), which needs npm, Python with pip and a C++ compiler'
  : 'it is set up on Linux only'

/**
 * Programs run operation by operation by libtensorflow, on an NVIDIA card where its GPU build is installed, else on the CPU.
 * @throws InputError with why it does not work here, in a few words
 */
export const createTensorFlowEngine = ({ threads }: { threads: number }): Engine => {
  const folder = enginesFolder()
  if (folder === null) throw new InputError('it is not installed')
  const { version, gpu } = loadTensorFlow(path.join(folder, 'tensorflow'), threads)
  registerTensorFlowKernels()
  return eagerEngine(tensorFlowBackend, {
    engine: 'tensorflow',
    provider: `TensorFlow ${gpu ? 'on the GPU' : 'on the CPU'}, operation by operation`,
    adapter: gpu ? (graphicsAdapters().map(({ name }) => name).join(' or ') || 'the first NVIDIA GPU') : (os.cpus()[0]?.model.trim() ?? 'unknown'),
    threads: threads === 0 ? os.availableParallelism() : threads,
    versions: { tensorflow: version, tfjs: tf.version_core, node: process.versions.node },
  })
}
