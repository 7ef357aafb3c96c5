import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Cell } from '../../protocol/notebook.ts'
import { Autosave } from './autosave.ts'

const cells = (source: string): Cell[] => [{ id: 'a', kind: 'code', source }]

const start = () => {
  const log: string[] = []
  const bases: string[] = []
  let failing = false
  const autosave = new Autosave({
    path: '/a', cells: cells('1'), revision: 'r1', delay: 500,
    write: async (path, [cell], base) => {
      bases.push(base)
      log.push(`write ${path} ${cell!.source}`)
      if (failing) throw new Error('The disk is full.')
      return { kind: 'saved', path: '/copy', modified: 1, revision: `r${cell!.source}`, states: {} }
    },
    onSaving: () => log.push('saving'),
    onSaved: (_, upToDate) => log.push(upToDate ? 'saved' : 'behind'),
    onError: (_, message) => log.push(message),
  })
  return { autosave, log, bases, fail: (now: boolean) => { failing = now } }
}

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it('writes once, half a second after the last change', async () => {
  const { autosave, log } = start()
  autosave.changed(cells('2'))
  await vi.advanceTimersByTimeAsync(400)
  autosave.changed(cells('3'))
  await vi.advanceTimersByTimeAsync(499)
  expect(log).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(log).toEqual(['saving', 'write /a 3', 'saved'])
})

it('never writes an unchanged document', async () => {
  const { autosave, log } = start()
  autosave.changed(cells('2'))
  autosave.changed(cells('1'))
  await vi.advanceTimersByTimeAsync(1000)
  expect(log).toEqual(['saved'])
  expect(await autosave.flush()).toBe(true)
  expect(log).toEqual(['saved'])
})

it('follows the file to its copy', async () => {
  const { autosave, log } = start()
  autosave.changed(cells('2'))
  await autosave.flush()
  autosave.changed(cells('3'))
  await autosave.flush()
  expect(log.filter((line) => line.startsWith('write'))).toEqual(['write /a 2', 'write /copy 3'])
})

it('says which content of the file each write comes from', async () => {
  const { autosave, bases } = start()
  for (const source of ['2', '3']) {
    autosave.changed(cells(source))
    await autosave.flush()
  }
  expect(bases).toEqual(['r1', 'r2'])
  expect(autosave.revision).toBe('r3')
})

it('says why it could not save, and saves when asked again', async () => {
  const { autosave, log, fail } = start()
  fail(true)
  autosave.changed(cells('2'))
  expect(await autosave.flush()).toBe(false)
  expect(log.at(-1)).toBe('The disk is full.')
  fail(false)
  expect(await autosave.flush()).toBe(true)
  expect(log.at(-1)).toBe('saved')
})

it('says when the user typed on meanwhile', async () => {
  const { autosave, log } = start()
  autosave.changed(cells('2'))
  const writing = autosave.flush()
  await Promise.resolve()
  autosave.changed(cells('3'))
  expect(await writing).toBe(false)
  await vi.advanceTimersByTimeAsync(500)
  expect(log).toEqual(['saving', 'write /a 2', 'behind', 'saving', 'write /copy 3', 'saved'])
})

it('takes a save whose answer was lost for its own, and another window\'s for a conflict', async () => {
  const heard: string[] = []
  let file = '1'
  let lost = false
  const autosave = new Autosave({
    path: '/a', cells: cells('1'), revision: 'r1', delay: 500,
    write: async (path, [cell], base) => {
      if (base !== `r${file}`) return { kind: 'conflict', message: 'conflict', found: { revision: `r${file}`, cells: [{ kind: 'code', source: file }] } }
      file = cell!.source
      if (lost) throw new Error('lost')
      return { kind: 'saved', path, modified: 1, revision: `r${file}`, states: {} }
    },
    onSaving: () => undefined,
    onSaved: () => heard.push('saved'),
    onError: (kind, message) => heard.push(`${kind}: ${message}`),
  })
  lost = true
  autosave.changed(cells('2'))
  await autosave.flush()
  lost = false
  autosave.changed(cells('3'))
  expect([await autosave.flush(), file]).toEqual([true, '3'])
  file = 'theirs'
  autosave.changed(cells('4'))
  expect([await autosave.flush(), file]).toEqual([false, 'theirs'])
  expect(heard).toEqual(['error: lost', 'saved', 'conflict: conflict'])
})
