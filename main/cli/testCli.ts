import { onTestFinished } from 'vitest'
import type { TestScript } from '../host/runs/testKernel.ts'
import { forkTestKernel } from '../host/runs/testKernelEntry.ts'
import { temporaryFolder } from '../store/testStore.ts'
import { commands } from './commands.ts'
import { runCli } from './runCli.ts'

export interface Finished {
  code: number
  stdout: string
  stderr: string
  /** The lines of stdout, parsed; for `--json`. */
  events: Record<string, unknown>[]
}

/** For tests: a command line of its own home, with a kernel that trains nothing. */
export const testCli = ({ script = {}, home = temporaryFolder(), columns = null }: { script?: TestScript; home?: string; columns?: number | null } = {}) => {
  let interrupt = (): void => {}
  onTestFinished(() => interrupt())

  /** @param onStderr told of each piece of text, to act on what it says */
  const lab = async (words: readonly string[], onStderr: (text: string) => void = () => {}): Promise<Finished> => {
    let stdout = ''
    let stderr = ''
    const code = await runCli(words, commands, {
      stdout: (text) => void (stdout += text),
      stderr: (text) => {
        stderr += text
        onStderr(text)
      },
      terminalColumns: columns,
      environment: { TRANSFUSION_LAB_HOME: home },
      spawnKernel: forkTestKernel(script),
      onInterrupt: (listener) => {
        interrupt = listener
        return () => void (interrupt = () => {})
      },
    })
    const events = words.includes('--json') ? stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>) : []
    return { code, stdout, stderr, events }
  }

  return { home, lab, interrupt: () => interrupt() }
}
