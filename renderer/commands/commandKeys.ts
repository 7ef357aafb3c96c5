import type { Bindings } from './bindings.ts'
import type { Command } from './command.ts'

/** The keys of a command as they are now. */
export const keysOf = ({ id, keys }: Pick<Command, 'id' | 'keys'>, bindings: Bindings): readonly string[] => bindings[id] ?? keys

/** Whether two commands can hear the same press. */
const meet = (a: Command, b: Command): boolean => a.mode === b.mode || a.mode === 'any' || b.mode === 'any'

/** The command that has a key already, or begins with it, where this one would hear it too. */
export const clashOf = (command: Command, key: string, all: readonly Command[], bindings: Bindings): Command | undefined =>
  all.find((other) => other.id !== command.id && meet(other, command) && keysOf(other, bindings).some((keys) => keys === key || keys.startsWith(`${key} `) || key.startsWith(`${keys} `)))

/** The bindings with other keys for a command; its own keys are no entry. */
export const rebound = (bindings: Bindings, command: Command, keys: readonly string[]): Bindings => {
  const { [command.id]: _, ...others } = bindings
  return keys.join('\n') === command.keys.join('\n') ? others : { ...others, [command.id]: keys }
}
