import { InputError, messageOf } from '../../protocol/errors.ts'
import { createHost, type Host } from '../host/host.ts'
import { databasePath, resolveHome } from '../host/home.ts'
import { diskTrouble } from '../host/runs/diskTrouble.ts'
import type { SpawnKernel } from '../host/runs/kernelProcess.ts'
import { openStoreReadOnly, type Store } from '../store/store.ts'
import type { CliContext, Command } from './command.ts'
import { commandHelp, overview } from './help.ts'
import { createOutput, type Streams } from './output.ts'
import { commandFirst, findCommand, parseArguments } from './parse.ts'

/** What surrounds a command: the process, or a test. */
export interface Surroundings extends Streams {
  environment: Record<string, string | undefined>
  spawnKernel: SpawnKernel
  /** Subscribes to Ctrl-C; returns the function that unsubscribes. */
  onInterrupt(listener: () => void): () => void
}

/**
 * Runs one command line.
 * @returns the exit code: 0 done, 1 failed, 2 bad usage or input
 */
export const runCli = async (words: readonly string[], commands: readonly Command[], surroundings: Surroundings): Promise<number> => {
  const [name = 'help', ...rest] = commandFirst(words)
  const output = createOutput(surroundings, rest.includes('--json'))
  try {
    if (name === 'help' || name === '--help' || name === '-h') {
      output.say(rest[0] === undefined ? overview(commands) : commandHelp(findCommand(rest[0], commands)))
      return 0
    }
    const command = findCommand(name, commands)
    const input = parseArguments(rest, command)
    if (input.has('help')) {
      output.say(commandHelp(command))
      return 0
    }
    const { context, close } = createContext(resolveHome(input.value('home'), surroundings.environment), output, surroundings)
    try {
      return await command.run(input, context)
    } finally {
      await close()
    }
  } catch (thrown) {
    const message = diskTrouble(thrown, 'the folder') ?? messageOf(thrown)
    output.note(message)
    output.emit({ event: 'error', message })
    return thrown instanceof InputError ? 2 : 1
  }
}

const createContext = (home: string, output: CliContext['output'], { spawnKernel, onInterrupt }: Surroundings): { context: CliContext; close: () => Promise<void> } => {
  let host: Host | null = null
  let store: Store | null = null
  let ignoreInterrupts: (() => void) | null = null
  const context: CliContext = {
    home, output, spawnKernel,
    openHost: (options = {}) => {
      host = createHost({ home, spawnKernel, startWaiting: false, ...options })
      for (const notice of host.notices) output.note(notice)
      return host
    },
    openStore: () => (store ??= openStoreReadOnly(databasePath(home))),
    onInterrupt: (listener) => {
      let times = 0
      ignoreInterrupts = onInterrupt(() => listener(++times))
    },
  }
  const close = async (): Promise<void> => {
    store?.close()
    await host?.close()
    ignoreInterrupts?.()
  }
  return { context, close }
}
