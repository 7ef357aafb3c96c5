import { timeFeatures } from '../kernel/model/parameters.ts'
import { stagesOf } from '../kernel/autoencoder/parameters.ts'
import { unetLevels } from '../kernel/model/unet/levels.ts'
import { openPython } from './pythonProcess.ts'
import type { Problem } from './problem.ts'
import type { Side, TimedStep } from './side.ts'

/** How PyTorch runs the step: eager fp32, through torch.compile, or eager under bf16 autocast. */
export type ReferenceMode = 'eager' | 'compile' | 'bf16'

/**
 * The PyTorch reference in a Python process.
 * @param command the interpreter, with arguments if it has any
 * @throws NoReference when it does not start or has no PyTorch ≥ 2
 */
export const openReference = async (command: string, problem: Problem, threads: number, mode: ReferenceMode = 'eager'): Promise<Side> => {
  const { about, ask, close } = await openPython(command, new URL('./reference.py', import.meta.url))
  const { header: opened } = await ask(...openingFrame(problem, threads, mode))
  return {
    about: { ...about, threads: String(opened['threads']), adamw: String(opened['optimizer']) },
    run: async (steps) => (await ask({ command: 'run', steps })).header['steps'] as TimedStep[],
    firstMoments: async () => Object.fromEntries(Object.entries((await ask({ command: 'firstMoments' })).tensors).map(([name, bytes]) => [name, toFloats(bytes)])),
    productRate: async (...sides) => (await ask({ command: 'productRate', sides })).header['rate'] as number,
    peakMemory: async () => (await ask({ command: 'peakMemory' })).header['bytes'] as number | null,
    close,
  }
}

const toFloats = (bytes: Buffer): Float32Array => new Float32Array(new Uint8Array(bytes).buffer)

/** Parameters by their names, the batch as `batch/…`, and what the model needs to know beside their shapes. */
const openingFrame = ({ config, parameters, batch }: Problem, threads: number, mode: ReferenceMode): [Record<string, unknown>, Uint8Array[]] => {
  const { model, patch, train, loss, autoencoder } = config
  const sizes = {
    task: config.task, stages: config.task === 'autoencoder' ? stagesOf(autoencoder) : 0, autoencoderBlocks: autoencoder.blocks, klWeight: autoencoder.klWeight,
    dim: model.dim, heads: model.heads, layers: model.layers, ropeBase: model.ropeBase, timeFeatures,
    codec: patch.codec, patch: patch.size, factors: unetLevels(config).map(({ factor }) => factor), blocks: patch.unetBlocks,
    lambda: loss.lambda, textWeight: loss.textWeight,
    lr: train.lr, beta1: train.beta1, beta2: train.beta2, epsilon: train.epsilon, weightDecay: train.weightDecay, clip: train.clip,
  }
  const all = [...Object.entries(parameters), ...Object.entries(batch).map(([name, tensor]) => [`batch/${name}`, tensor] as const)]
  return [
    { command: 'open', threads, mode, sizes, tensors: all.map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, bytes: data.byteLength })) },
    all.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
  ]
}
