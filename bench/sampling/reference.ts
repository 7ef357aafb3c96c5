import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { timeFeatures } from '../../kernel/model/parameters.ts'
import { FrameReader, writeFrame, type Frame } from '../frames.ts'
import { NoReference } from '../reference.ts'
import type { SamplingSide, Timed } from './ours.ts'
import { config, ddimSteps, inputs, parameters, written } from './problem.ts'

export interface SamplingReference extends SamplingSide {
  about: Record<string, string>
}

/** PyTorch in a process of its own, as for the training step. @throws NoReference when it does not start or has no PyTorch ≥ 2 */
export const openReference = async (command: string, threads: number): Promise<SamplingReference> => {
  const [program, ...args] = command.trim().split(/\s+/)
  const child = spawn(program!, [...args, '-c', await readFile(new URL('./sampling.py', import.meta.url), 'utf8')], { stdio: ['pipe', 'pipe', 'pipe'] })
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
  const failed = new Promise<never>((_, reject) => child.on('error', reject))
  failed.catch(() => {})
  child.stdin.on('error', () => {})
  const frames = new FrameReader(child.stdout)
  const answer = async (): Promise<Frame> => {
    const frame = await Promise.race([frames.next(), failed]).catch((error: unknown) => {
      const last = complaints.join('').trim().split('\n').at(-1)
      throw new Error(`Python: ${error instanceof Error ? error.message : String(error)}${last ? `: ${last}` : ''}`)
    })
    if (typeof frame.header['error'] === 'string') throw new Error(frame.header['error'])
    return frame
  }
  const ask = (header: Record<string, unknown>, parts?: readonly Uint8Array[]): Promise<Frame> => {
    writeFrame(child.stdin, header, parts)
    return answer()
  }
  const timed = async (header: Record<string, unknown>): Promise<Timed> => {
    const { header: said, tensors } = await ask(header)
    return { seconds: said['seconds'] as number, result: new Float32Array(new Uint8Array(tensors['result']!).buffer) }
  }
  const hello = await answer().catch((error: Error) => {
    throw new NoReference(error.message)
  })
  const about = hello.header['about'] as Record<string, string>
  if ((hello.header['major'] as number) < 2) {
    child.stdin.end()
    throw new NoReference(`it has PyTorch ${about['pytorch']}, and 2 is needed`)
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
    close: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}
