import { expect, it } from 'vitest'
import { readBindings } from './bindings.ts'
import { clashOf, keysOf, rebound } from './commandKeys.ts'
import { commandById, commands } from './registry.ts'

it('a chosen key takes the place of the command\'s own, and going back leaves no trace', () => {
  const save = commandById('notebook.save')
  const bindings = rebound({}, save, ['Mod+Alt+s'])
  expect(keysOf(save, bindings)).toEqual(['Mod+Alt+s'])
  expect(rebound(bindings, save, save.keys)).toEqual({})
})

it('knows who has a key, and whose sequence begins with it', () => {
  const save = commandById('notebook.save')
  expect(clashOf(save, 'Mod+k', commands, {})?.id).toBe('view.palette')
  expect(clashOf(save, 'd', commands, {})?.id).toBe('cell.delete')
  expect(clashOf(save, 'Mod+Alt+x', commands, {})).toBeUndefined()
  expect(clashOf(save, 'Mod+k', commands, { 'view.palette': [] })).toBeUndefined()
  expect(clashOf(commandById('cell.leave'), 'j', commands, {})).toBeUndefined()
})

it('no two commands that can hear the same press share a key', () => {
  expect(commands.flatMap((command) => command.keys.map((key) => [command.id, key, clashOf(command, key, commands, {})?.id])).filter(([, , clash]) => clash !== undefined)).toEqual([])
})

it('reads what was kept, and nothing else', () => {
  expect(readBindings('{"a":["x"],"b":3,"c":[1]}')).toEqual({ a: ['x'] })
  expect([readBindings(null), readBindings('{'), readBindings('7')]).toEqual([{}, {}, {}])
})
