import { spawn } from 'node:child_process'
import { InputError } from '../../protocol/errors.ts'

/** What a setup needs of the world: tests give their own. */
export interface Tools {
  /** Runs a program to its end and gives what it printed. @throws InputError when it cannot be started or fails */
  run(program: string, args: readonly string[], options?: { cwd?: string }): Promise<string>
  /** Told of each thing that is done. */
  say(sentence: string): void
}

/** Tools that run programs of this machine. */
export const realTools = (say: (sentence: string) => void): Tools => ({
  say,
  run: (program, args, { cwd } = {}) => new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = '', complaints = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text))
    child.on('error', () => reject(new InputError(`"${program}" could not be started; install it, or put it on the PATH.`)))
    child.on('close', (code, signal) => (code === 0
      ? resolve(printed)
      : reject(new InputError(`"${[program, ...args].join(' ').slice(0, 120)}" failed (${signal ?? `exit code ${code}`}): ${lastWords(complaints || printed)}.`))))
  }),
})

/** The last line that says something. */
const lastWords = (text: string): string =>
  (text.split('\n').map((line) => line.trim()).findLast((line) => /error|not found|no such|cannot|could not|fail/i.test(line)) ?? text.trim().split('\n').at(-1) ?? '').replace(/[.\s]+$/, '') || 'it said nothing'
