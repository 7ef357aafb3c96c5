import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { timeFeatures } from '../kernel/model/parameters.ts'
import { unetLevels } from '../kernel/model/unet/levels.ts'
import { FrameReader, writeFrame, type Frame } from './frames.ts'
import type { Problem } from './problem.ts'
import type { Side, TimedStep } from './side.ts'

/** How PyTorch runs the step: eager fp32, through torch.compile, or eager under bf16 autocast. */
export type ReferenceMode = 'eager' | 'compile' | 'bf16'

/** How long a process may take to end by itself, ms. */
const patience = 3000

/** Says why there is no PyTorch to compare with. */
export class NoReference extends Error {}

/**
 * The PyTorch reference in a Python process. The program and the tensors go in over the command line and stdin, so the
 * interpreter may be anywhere: in a chroot, in a container, behind ssh.
 * @param command the interpreter, with arguments if it has any
 * @throws NoReference when it does not start or has no PyTorch ≥ 2
 */
export const openReference = async (command: string, problem: Problem, threads: number, mode: ReferenceMode = 'eager'): Promise<Side> => {
  const [program, ...args] = command.trim().split(/\s+/)
  const source = await readFile(new URL('./reference.py', import.meta.url), 'utf8')
  const child = spawn(program!, [...args, '-c', source], { stdio: ['pipe', 'pipe', 'pipe'] })
  const frames = new FrameReader(child.stdout)
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  failed.catch(() => {})
  // What a dead process does not read is no error of its own: the answer that does not come is.
  child.stdin.on('error', () => {})
  const ask = async (header: Record<string, unknown>, parts?: readonly Uint8Array[]): Promise<Frame> => {
    writeFrame(child.stdin, header, parts)
    return answer()
  }
  const answer = async (): Promise<Frame> => {
    const frame = await Promise.race([frames.next(), failed]).catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error)
      const end = child.signalCode ? ` (ended by ${child.signalCode})` : ''
      const last = complaints.join('').trim().split('\n').at(-1)
      throw new Error(`Python: ${reason}${end}${last ? `: ${last}` : ''}`)
    })
    if (typeof frame.header['error'] === 'string') throw new Error(frame.header['error'])
    return frame
  }
  const hello = await answer().catch((error: Error) => {
    throw new NoReference(error.message)
  })
  const about = hello.header['about'] as Record<string, string>
  if ((hello.header['major'] as number) < 2) {
    child.stdin.end()
    throw new NoReference(`it has PyTorch ${about['pytorch']}, and 2 is needed`)
  }
  const { header: opened } = await ask(...openingFrame(problem, threads, mode))
  return {
    about: { ...about, threads: String(opened['threads']), adamw: String(opened['optimizer']) },
    run: async (steps) => (await ask({ command: 'run', steps })).header['steps'] as TimedStep[],
    firstMoments: async () => Object.fromEntries(Object.entries((await ask({ command: 'firstMoments' })).tensors).map(([name, bytes]) => [name, toFloats(bytes)])),
    productRate: async (...sides) => (await ask({ command: 'productRate', sides })).header['rate'] as number,
    peakMemory: async () => (await ask({ command: 'peakMemory' })).header['bytes'] as number | null,
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.stdin.end()
      // In the middle of a step it would not see the end for minutes.
      const late = setTimeout(() => child.kill('SIGKILL'), patience)
      await gone
      clearTimeout(late)
    },
  }
}

const toFloats = (bytes: Buffer): Float32Array => new Float32Array(new Uint8Array(bytes).buffer)

/** Parameters by their names, the batch as `batch/…`, and what the model needs to know beside their shapes. */
const openingFrame = ({ config, parameters, batch }: Problem, threads: number, mode: ReferenceMode): [Record<string, unknown>, Uint8Array[]] => {
  const { model, patch, train, loss } = config
  const sizes = {
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
