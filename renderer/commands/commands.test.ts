import { describe, expect, it } from 'vitest'
import { initialState, type LabState } from '../state/labState.ts'
import { openDocument } from '../state/notebook.ts'
import { keyLabel, keyName, matchKeys } from './keys.ts'
import { commandsFor } from './dispatch.ts'
import { freeName } from '../state/freeName.ts'
import { commandById, commands, findCommands } from './registry.ts'
import { belongsToTarget } from './target.ts'

const press = (key: string, modifiers: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
  ({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...modifiers })
const withNotebook: LabState = {
  ...initialState,
  notebook: openDocument({ path: '/a', name: 'a', modified: 0, trusted: true, shipped: false, opened: null, revision: 'r', cells: [{ id: 'x', kind: 'code', source: '' }], states: {} }, null),
}

describe('the registry', () => {
  it('has each id once', () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length)
    expect(() => commandById('nothing')).toThrow('There is no command nothing.')
  })

  it.each(['cellEditor', 'page'] as const)('gives each key one meaning in %s', (target) => {
    const keys = commandsFor(target, withNotebook).flatMap((command) => command.keys)
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  it('lets no letter be a command while a cell is typed into', () => {
    const keys = commandsFor('cellEditor', withNotebook).flatMap((command) => command.keys)
    expect(keys.filter((key) => key.length === 1)).toEqual([])
    expect(keys).toEqual(expect.arrayContaining(['Shift+Enter', 'Mod+Enter', 'Alt+Enter', 'Escape']))
  })

  it('finds by words in any order', () => {
    expect(findCommands('below insert').map(({ id }) => id)).toContain('cell.insertBelow')
    expect(findCommands('xyzzy')).toEqual([])
  })
})

describe('keys', () => {
  it('names presses', () => {
    expect(keyName(press('Enter', { shiftKey: true }), false)).toBe('Shift+Enter')
    expect(keyName(press('P', { ctrlKey: true, shiftKey: true }), false)).toBe('Mod+Shift+p')
    expect(keyName(press('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(keyName(press('k', { ctrlKey: true }), true)).toBe('Other+k')
    expect(keyName(press('?', { shiftKey: true }), false)).toBe('?')
    expect(keyName(press('Shift', { shiftKey: true }), false)).toBeNull()
  })

  it('follows sequences', () => {
    const shortcuts = ['d d', 'j', '0 0']
    expect(matchKeys('', 'd', shortcuts)).toEqual({ kind: 'begun', pending: 'd' })
    expect(matchKeys('d', 'd', shortcuts)).toEqual({ kind: 'done', keys: 'd d' })
    expect(matchKeys('d', 'j', shortcuts)).toEqual({ kind: 'done', keys: 'j' })
    expect(matchKeys('', 'q', shortcuts)).toEqual({ kind: 'none' })
  })

  it('reads as on the keyboard', () => {
    expect(keyLabel('Mod+Shift+p', false)).toBe('Ctrl+Shift+P')
    expect(keyLabel('d d', false)).toBe('d d')
    expect(keyLabel('Mod+Enter', true)).toBe('⌘+Enter')
  })

  it('leaves typing and controls their own keys', () => {
    expect(belongsToTarget('textField', 'd')).toBe(true)
    expect(belongsToTarget('textField', 'Mod+k')).toBe(false)
    expect(belongsToTarget('control', 'Enter')).toBe(true)
    expect(belongsToTarget('control', 'j')).toBe(false)
  })
})

it('finds a free name', () => expect(freeName(['untitled', 'untitled-2'])).toBe('untitled-3'))
