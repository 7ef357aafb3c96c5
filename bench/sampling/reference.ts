import { timeFeatures } from '../../kernel/model/parameters.ts'
import { openPython } from '../pythonProcess.ts'
import type { SamplingSide, Timed } from './ours.ts'
import { config, ddimSteps, inputs, parameters, written } from './problem.ts'

export interface SamplingReference extends SamplingSide {
  about: Record<string, string>
}

/** PyTorch in a process of its own, as for the training step. @throws NoReference when it does not start or has no PyTorch ≥ 2 */
export const openReference = async (command: string, threads: number): Promise<SamplingReference> => {
  const { about, ask, close } = await openPython(command, new URL('./sampling.py', import.meta.url))
  const timed = async (header: Record<string, unknown>): Promise<Timed> => {
    const { header: said, tensors } = await ask(header)
    return { seconds: said['seconds'] as number, result: new Float32Array(new Uint8Array(tensors['result']!).buffer) }
  }
  const { dim, heads, layers, ropeBase } = config.model
  const all = [...Object.entries(parameters), ...Object.entries(inputs()).map(([name, tensor]) => [`input/${name}`, tensor] as const)]
  await ask({
    command: 'open', threads, sizes: { dim, heads, layers, ropeBase, timeFeatures, guidance: config.sample.guidance },
    tensors: all.map(([name, { dtype, shape, data }]) => ({ name, dtype, shape, bytes: data.byteLength })),
  }, all.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)))
  return {
    about,
    draw: (steps) => timed({ command: 'draw', steps: ddimSteps(steps) }),
    write: () => timed({ command: 'write', count: written }),
    close,
  }
}
