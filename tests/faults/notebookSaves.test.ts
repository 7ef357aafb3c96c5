import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { createHost, type Host } from '../../main/host/host.ts'
import { createNotebookService } from '../../main/host/notebooks/notebookService.ts'
import type { Requests } from '../../protocol/api.ts'
import type { SavedNotebook } from '../../protocol/notebook.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'

const homeWith = (text: string): { home: string; path: string } => {
  const home = temporaryFolder()
  mkdirSync(join(home, 'notebooks'))
  const path = join(home, 'notebooks', 'n.lab.ts')
  writeFileSync(path, text)
  return { home, path }
}

const hostOf = (home: string, options: Partial<Parameters<typeof createNotebookService>[0]> = {}): Host => {
  const host = createHost({ home, notebooks: (parts) => createNotebookService({ ...parts, ...options }) })
  onTestFinished(() => host.close())
  return host
}

const saved = async (host: Host, input: Requests['notebook.save']['in']): Promise<SavedNotebook> => {
  const answer = await host.request('notebook.save', input)
  if (answer.kind === 'conflict') throw new Error(answer.message)
  return answer
}

/** The number of the edit that a notebook's file holds; throws when the file is not a whole one. */
const editIn = (path: string): number => {
  const [, edit, rest] = /^\/\/ %%\n\/\/ edit (\d+)\n(x*)\n$/.exec(readFileSync(path, 'utf8'))!
  expect(rest).toHaveLength((Number(edit) % 7) * 9000)
  return Number(edit)
}

it('a host that is killed at random moments while it saves loses no acknowledged edit', async () => {
  const { home, path } = homeWith('// %%\n// edit 0\n\n')
  let acknowledged = 0
  for (let death = 0; death < 6; death++) {
    const child = fork(join(import.meta.dirname, 'savingProcess.ts'), [home, path, String(acknowledged + 1)], { execArgv: ['--disable-warning=ExperimentalWarning'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
    const killAfter = acknowledged + 1 + Math.floor(Math.random() * 12)
    child.on('message', (edit: number) => {
      acknowledged = edit
      // Somewhere within the next save.
      if (edit >= killAfter) setTimeout(() => child.kill('SIGKILL'), Math.random() * 8)
    })
    const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
    expect({ death, signal }).toEqual({ death, signal: 'SIGKILL' })
    const edit = editIn(path)
    expect(edit).toBeGreaterThanOrEqual(acknowledged)
    acknowledged = edit
  }
  const host = hostOf(home)
  const { cells } = await host.request('notebook.open', { path })
  expect(cells[0]!.source).toContain(`// edit ${acknowledged}`)
})

describe('a save that fails', () => {
  const full = async (): Promise<never> => {
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  }

  it('because the disk is full leaves the file as it was, says so, and the next one works', async () => {
    const { home, path } = homeWith('// %%\n1\n')
    let failing = true
    const { writeFileAtomically } = await import('../../main/host/notebooks/notebookFile.ts')
    const host = hostOf(home, { writeFile: (to, text) => (failing ? full() : writeFileAtomically(to, text)) })
    const { cells, revision: base } = await host.request('notebook.open', { path })
    const edited = [{ ...cells[0]!, source: '2' }]
    await expect(host.request('notebook.save', { path, cells: edited, base })).rejects.toThrow(`The disk that holds ${home} is full; free some space there`)
    expect(readFileSync(path, 'utf8')).toBe('// %%\n1\n')
    expect(readdirSync(join(home, 'notebooks'))).toEqual(['n.lab.ts'])
    failing = false
    await host.request('notebook.save', { path, cells: edited, base })
    expect(readFileSync(path, 'utf8')).toBe('// %%\n2\n')
  })

  it('because another program holds the database is told in a sentence, and the text is on the disk', async () => {
    const { home, path } = homeWith('// %%\n1\n')
    const host = hostOf(home)
    const { cells, revision: base } = await host.request('notebook.open', { path })
    const other = new Database(databasePath(home))
    other.exec('BEGIN IMMEDIATE')
    await expect(host.request('notebook.save', { path, cells: [{ ...cells[0]!, source: '2' }], base })).rejects.toThrow(/is held by another program, which did not let go of it in time; close that program/)
    expect(readFileSync(path, 'utf8')).toBe('// %%\n2\n')
    other.exec('COMMIT')
    other.close()
    await host.request('notebook.save', { path, cells: [{ ...cells[0]!, source: '3' }] })
    expect(readFileSync(path, 'utf8')).toBe('// %%\n3\n')
  })
})

describe('two windows on one notebook', () => {
  it('do not overwrite each other: the second is told, and nothing of the first is lost', async () => {
    const { home, path } = homeWith('// %%\n1\n')
    const host = hostOf(home)
    const told: unknown[] = []
    host.on('notebook.saved', (event) => void told.push(event))
    const [first, second] = [await host.request('notebook.open', { path }), await host.request('notebook.open', { path })]
    const { revision } = await saved(host, { path, cells: [{ ...first.cells[0]!, source: 'first' }], base: first.revision })
    expect(told).toEqual([{ path, revision }])
    const theirs = [{ ...second.cells[0]!, source: 'second' }]
    expect(await host.request('notebook.save', { path, cells: theirs, base: second.revision })).toMatchObject({ kind: 'conflict', found: { revision, cells: [{ source: 'first' }] }, message: expect.stringMatching(/^n was changed in another window since this one read it, so it was not overwritten/) as string })
    expect(readFileSync(path, 'utf8')).toBe('// %%\nfirst\n')
    const again = await host.request('notebook.open', { path })
    expect(again.revision).toBe(revision)
    await host.request('notebook.save', { path, cells: theirs, base: again.revision })
    expect(readFileSync(path, 'utf8')).toBe('// %%\nsecond\n')
  })
})
