import type { Command, Option } from './command.ts'
import { globalOptions } from './parse.ts'

/** What `lab help` and `lab` alone print. */
export const overview = (commands: readonly Command[]): string => {
  const width = Math.max(...commands.map(({ name }) => name.length))
  return [
    'Transfusion Lab: train, look at and compare Transfusion models.',
    '',
    'lab COMMAND …',
    ...commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`),
    '',
    'Options of every command',
    ...optionLines(globalOptions),
    '',
    '"lab COMMAND --help" tells more. Exit codes: 0 done, 1 failed, 2 bad usage or input.',
  ].join('\n')
}

/** What `lab COMMAND --help` prints. */
export const commandHelp = ({ name, usage, summary, options }: Command): string =>
  [`lab ${name} ${usage}`.trimEnd(), '', summary, '', ...optionLines({ ...options, ...globalOptions })].join('\n')

const optionLines = (options: Readonly<Record<string, Option>>): string[] => {
  const entries = Object.entries(options).map(([name, { value, help }]) => ({ left: `--${name}${value === undefined ? '' : ` ${value}`}`, help }))
  const width = Math.max(...entries.map(({ left }) => left.length))
  return entries.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`)
}
