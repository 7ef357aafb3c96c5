import { InputError } from '../../protocol/errors.ts'
import type { Host, HostOptions } from '../host/host.ts'
import type { SpawnKernel } from '../host/runs/kernelProcess.ts'
import type { Store } from '../store/store.ts'
import type { Output } from './output.ts'

/** One option of a command. */
export interface Option {
  /** How its value is called in the help; left out for a switch. */
  value?: string
  help: string
  /** May be given several times. */
  multiple?: boolean
}

/** What was written after the command's name. */
export interface Arguments {
  positionals: readonly string[]
  /** The last value of an option. */
  value(name: string): string | undefined
  values(name: string): readonly string[]
  has(name: string): boolean
}

/** What a command can use. */
export interface CliContext {
  home: string
  output: Output
  spawnKernel: SpawnKernel
  /** Opens the home for writing; closed when the command ends. Only runs of this command are started. */
  openHost(options?: Partial<Pick<HostOptions, 'notebooks' | 'labTypes' | 'startWaiting'>>): Host
  /** Opens the home for looking, also while the app is open; null when there is nothing yet. */
  openStore(): Store | null
  /** Called on each Ctrl-C while the command runs; without a listener the process ends as usual. */
  onInterrupt(listener: (time: number) => void): void
}

/** One command of the command line: its file, its help and its work. */
export interface Command {
  name: string
  /** What follows the name, in the help. */
  usage: string
  summary: string
  options: Readonly<Record<string, Option>>
  /** Returns the exit code: 0 done, 1 failed. Bad usage and input are thrown as InputError. */
  run(input: Arguments, context: CliContext): Promise<number>
}

/** The number of an option, checked. */
export const numberOption = (input: Arguments, name: string, { least, whole = true }: { least: number; whole?: boolean }): number | undefined => {
  const text = input.value(name)
  if (text === undefined) return undefined
  const number = text.trim() === '' ? NaN : Number(text)
  if (!Number.isFinite(number) || number < least || (whole && !Number.isInteger(number))) {
    throw new InputError(`--${name} is "${text}"; it must be a ${whole ? 'whole ' : ''}number of at least ${least}.`)
  }
  return number
}

/** The one thing that a command is about. */
export const needPositional = (input: Arguments, place: number, what: string): string => {
  const word = input.positionals[place]
  if (word === undefined) throw new InputError(`${what} is missing; "lab help" shows how each command is written.`)
  return word
}

export const refuseMorePositionals = (input: Arguments, most: number): void => {
  const extra = input.positionals[most]
  if (extra !== undefined) throw new InputError(`"${extra}" is one word too many; put words that belong together in quotes.`)
}
