import type { LabState } from '../state/labState.ts'
import { cellCommands } from './cellCommands.ts'
import type { Command } from './command.ts'
import { notebookCommands } from './notebookCommands.ts'
import { runCommands } from './runCommands.ts'
import { viewCommands } from './viewCommands.ts'

/** All commands, in the order of palette and help. */
export const commands: readonly Command[] = [...runCommands, ...cellCommands, ...notebookCommands, ...viewCommands]

export const commandById = (id: string): Command => {
  const found = commands.find((command) => command.id === id)
  if (!found) throw new Error(`There is no command ${id}.`)
  return found
}

export const isEnabled = (command: Command, state: LabState): boolean => command.when?.(state) ?? true

/** Commands whose label has all the words of the query, in order of the list. */
export const findCommands = (query: string, all: readonly Command[] = commands): Command[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  return all.filter(({ label, group }) => words.every((word) => `${label} ${group}`.toLowerCase().includes(word)))
}
