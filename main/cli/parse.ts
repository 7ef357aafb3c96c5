import { parseArgs } from 'node:util'
import { InputError } from '../../protocol/errors.ts'
import { nearest } from '../../protocol/config/nearest.ts'
import type { Arguments, Command, Option } from './command.ts'

/** Options that every command takes. */
export const globalOptions: Readonly<Record<string, Option>> = {
  home: { value: 'DIR', help: 'folder of runs and notebooks (default: $TRANSFUSION_LAB_HOME, else the platform\'s user-data folder)' },
  json: { help: 'one JSON object per line on stdout, human text on stderr' },
  help: { help: 'this text' },
}

/** The words with the command first: options of every command may stand before it too, as in `lab --home DIR runs`. */
export const commandFirst = (words: readonly string[]): readonly string[] => {
  const option = globalOptions[words[0]?.replace(/^--|=.*$/g, '') ?? '']
  if (!option || !words[0]!.startsWith('--') || words[0] === '--help') return words
  const taken = option.value === undefined || words[0]!.includes('=') ? 1 : 2
  const [command, ...rest] = commandFirst(words.slice(taken))
  return command === undefined ? words : [command, ...words.slice(0, taken), ...rest]
}

/** The command of a name. @throws InputError naming the nearest */
export const findCommand = (name: string, commands: readonly Command[]): Command => {
  const found = commands.find((command) => command.name === name)
  if (found) return found
  const names = commands.map((command) => command.name)
  const near = nearest(name, names)
  throw new InputError(`There is no command "${name}"; ${near === undefined ? `there are ${names.join(', ')}.` : `did you mean "${near}"?`}`)
}

/** Reads what follows a command's name. @throws InputError naming the nearest option */
export const parseArguments = (words: readonly string[], command: Command): Arguments => {
  const options: Readonly<Record<string, Option>> = { ...globalOptions, ...command.options }
  const { tokens, positionals } = parseArgs({
    args: [...words],
    options: Object.fromEntries(Object.entries(options).map(([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string', multiple: true } as const])),
    allowPositionals: true, strict: false, tokens: true,
  })
  const given = new Map<string, string[]>()
  for (const token of tokens) {
    if (token.kind !== 'option') continue
    const option = options[token.name]
    if (!option) throw new InputError(unknownOption(token.rawName, command, Object.keys(options)))
    if (option.value === undefined && token.value !== undefined) throw new InputError(`${token.rawName} takes no value; leave out "=${token.value}".`)
    if (option.value !== undefined && token.value === undefined) throw new InputError(`${token.rawName} needs a value: ${token.rawName} ${option.value}.`)
    const before = given.get(token.name) ?? []
    if (before.length > 0 && option.value !== undefined && !option.multiple) throw new InputError(`${token.rawName} was given twice; leave one out.`)
    given.set(token.name, [...before, token.value ?? ''])
  }
  return {
    positionals,
    value: (name) => given.get(name)?.at(-1),
    values: (name) => given.get(name) ?? [],
    has: (name) => given.has(name),
  }
}

const unknownOption = (written: string, command: Command, names: readonly string[]): string => {
  const near = nearest(written.replace(/^-+/, ''), names)
  const rest = near === undefined ? `it takes ${names.map((name) => `--${name}`).join(', ')}.` : `did you mean "--${near}"?`
  return `"lab ${command.name}" has no option ${written}; ${rest}`
}
