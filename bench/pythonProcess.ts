import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { FrameReader, writeFrame, type Frame } from './frames.ts'

/** How long a process may take to end by itself, ms. */
const patience = 3000

/** Says why there is no PyTorch to compare with. */
export class NoReference extends Error {}

/** A Python process with PyTorch that answers frame by frame. */
export interface PythonProcess {
  /** Versions and the like, as its program says them. */
  about: Record<string, string>
  /** @throws with what Python said, when it refuses or ends */
  ask(header: Record<string, unknown>, parts?: readonly Uint8Array[]): Promise<Frame>
  close(): Promise<void>
}

/**
 * Starts a program in Python. The program and the tensors go in over the command line and stdin, so the interpreter may be
 * anywhere: in a chroot, in a container, behind ssh.
 * @param command the interpreter, with arguments if it has any
 * @throws NoReference when it does not start or has no PyTorch ≥ 2
 */
export const openPython = async (command: string, program: URL): Promise<PythonProcess> => {
  const [interpreter, ...args] = command.trim().split(/\s+/)
  const source = await readFile(program, 'utf8')
  const child = spawn(interpreter!, [...args, '-c', source], { stdio: ['pipe', 'pipe', 'pipe'] })
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
  return {
    about,
    ask,
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
