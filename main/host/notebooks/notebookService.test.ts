import { mkdtemp, mkdir, readFile, readdir, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EventName, Events, Requests } from '../../../protocol/api.ts'
import type { Cell, CellState, SavedNotebook } from '../../../protocol/notebook.ts'
import type { RunRecord } from '../../../protocol/records.ts'
import { runRecord } from '../../cells/fakeHost.ts'
import { openStore, type Store } from '../../store/store.ts'
import type { RunService } from '../runs/runService.ts'
import { createNotebookService, type NotebookService } from './notebookService.ts'

// Workers are processes: on a busy machine each takes seconds to start.
vi.setConfig({ testTimeout: 240_000 })
const patiently = { timeout: 60_000 }

let folder = ''
let store: Store
let service: NotebookService
let events: { name: EventName; data: unknown }[]
let endRun: (run: string) => void

const fakeRuns = (): RunService => {
  const records: RunRecord[] = []
  const waiting = new Map<string, (record: RunRecord) => void>()
  endRun = (run) => {
    const record = Object.assign(records.find(({ id }) => id === run)!, { status: 'finished', ended: Date.now() })
    waiting.get(run)?.(record)
  }
  const partial: Partial<RunService> = {
    enqueue: (config, origin) => {
      const record = runRecord({ id: `run${records.length + 1}`, config, notebook: origin.notebook, cell: origin.cell, created: Date.now() })
      records.push(record)
      return record
    },
    whenEnded: (run) => new Promise((resolve) => waiting.set(run, resolve)),
    list: () => records,
    find: (reference) => records.find(({ id }) => id === reference)!,
    lastMetrics: () => ({ 'train.loss': 0.25 }),
  }
  return partial as RunService
}

const start = () => {
  store = openStore(join(folder, 'home', 'lab.db')).store
  events = []
  service = createNotebookService({
    home: join(folder, 'home'), store, runs: fakeRuns(), experiments: join(folder, 'experiments'),
    publish: (name, data) => void events.push(structuredClone({ name, data })),
  })
}
const stop = async () => {
  await service.close()
  store.close()
}

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'lab-notebooks-')))
  await mkdir(join(folder, 'experiments'))
  await mkdir(join(folder, 'home', 'notebooks'), { recursive: true })
  await writeFile(join(folder, 'experiments', '01-first.lab.ts'), '// %% [markdown]\n// # First\n\n// %%\nconst a = 1\n\n// %%\na + 1\n')
  start()
})
afterEach(async () => {
  await stop()
  await rm(folder, { recursive: true, force: true })
})

const handlers = () => service.handlers
const saved = async (input: Requests['notebook.save']['in']): Promise<SavedNotebook> => {
  const answer = await handlers()['notebook.save'](input)
  if (answer.kind === 'conflict') throw new Error(answer.message)
  return answer
}
const own = async (...sources: string[]) => {
  const { path } = await handlers()['notebook.create']({ name: 'mine' })
  const cells: Cell[] = sources.map((source, i) => ({ id: `c${i}`, kind: 'code', source }))
  await handlers()['notebook.save']({ path, cells })
  return path
}
const stateOf = async (path: string, cell: string): Promise<CellState> => (await handlers()['notebook.open']({ path })).states[cell]!
const run = async (path: string, cell: string): Promise<CellState> => {
  await handlers()['cell.run']({ path, cell })
  let state = await stateOf(path, cell)
  while (state.status === 'queued' || state.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, 20))
    state = await stateOf(path, cell)
  }
  return state
}
const texts = ({ outputs }: CellState) => outputs.map((output) => ('text' in output ? output.text : 'message' in output ? output.message : output.kind)).join('|')

describe('files', () => {
  test('lists what ships and what was made here', async () => {
    await own('1')
    expect(await handlers()['notebook.list'](null)).toMatchObject([
      { name: '01-first', shipped: true, trusted: true }, { name: 'mine', shipped: false, trusted: true },
    ])
    await expect(handlers()['notebook.create']({ name: 'mine' })).rejects.toThrow('already')
    await expect(handlers()['notebook.create']({ name: '../x' })).rejects.toThrow('cannot be')
  })

  test('a shipped notebook is copied when its cells change, and keeps its outputs; unchanged it is not', async () => {
    const shipped = join(folder, 'experiments', '01-first.lab.ts')
    const before = await readFile(shipped, 'utf8')
    const { cells } = await handlers()['notebook.open']({ path: shipped })
    expect((await saved({ path: shipped, cells })).path).toBe(shipped)
    await run(shipped, cells[1]!.id)
    const { path, states } = await saved({ path: shipped, cells: cells.map((cell) => (cell.source === 'a + 1' ? { ...cell, source: 'a + 2' } : cell)) })
    expect(path).toBe(join(folder, 'home', 'notebooks', '01-first.lab.ts'))
    expect(await readFile(shipped, 'utf8')).toBe(before)
    expect(await readFile(path, 'utf8')).toBe(before.replace('a + 1', 'a + 2'))
    expect(states[cells[1]!.id]).toMatchObject({ status: 'done' })
    expect(await run(path, cells[2]!.id)).toMatchObject({ outputs: [{ kind: 'value', text: '3' }] })
  })

  test('a file that is no text is not opened, and stays as it is', async () => {
    const path = await own('1')
    const bytes = Buffer.from([0x2f, 0x2f, 0x20, 0xff, 0xfe, 0x31])
    await writeFile(path, bytes)
    await expect(handlers()['notebook.open']({ path })).rejects.toThrow('is not text in UTF-8: it is damaged, or was saved in another encoding')
    await expect(saved({ path, cells: [{ id: 'c0', kind: 'code', source: '2' }] })).rejects.toThrow('is not text in UTF-8')
    expect((await readFile(path)).equals(bytes)).toBe(true)
  })

  test('a file that another program changed is not overwritten', async () => {
    const path = await own('1')
    await writeFile(path, '// %%\nelsewhere\n')
    await expect(saved({ path, cells: [{ id: 'c0', kind: 'code', source: '2' }] })).rejects.toThrow('changed by another program')
    expect(await readFile(path, 'utf8')).toBe('// %%\nelsewhere\n')
    expect((await handlers()['notebook.open']({ path })).cells).toMatchObject([{ source: 'elsewhere' }])
    await handlers()['notebook.save']({ path, cells: [{ id: 'c0', kind: 'code', source: '2' }] })
    expect(await readFile(path, 'utf8')).toBe('// %%\n2\n')
    expect(await readdir(join(folder, 'home', 'notebooks'))).toEqual(['mine.lab.ts'])
  })

  test('a notebook from elsewhere must be trusted before its cells run', async () => {
    const path = join(folder, 'downloaded.lab.ts')
    await writeFile(path, '// %%\n1\n')
    const { cells, trusted } = await handlers()['notebook.open']({ path })
    expect(trusted).toBe(false)
    await expect(handlers()['cell.run']({ path, cell: cells[0]!.id })).rejects.toThrow('not written here')
    await handlers()['notebook.trust']({ path })
    expect(await run(path, cells[0]!.id)).toMatchObject({ status: 'done' })
    expect((await handlers()['notebook.list'](null)).map(({ name }) => name)).toContain('downloaded')
  })

  test('what is no notebook is refused with a sentence', async () => {
    await expect(handlers()['notebook.open']({ path: '/etc/passwd' })).rejects.toThrow('.lab.ts')
    await expect(handlers()['notebook.open']({ path: join(folder, 'none.lab.ts') })).rejects.toThrow('There is no notebook')
  })

  test('outputs are there again after a restart, also when the file was edited elsewhere', async () => {
    const path = await own('1 + 1', '2 + 2')
    await run(path, 'c0')
    await run(path, 'c1')
    await stop()
    await writeFile(path, '// %%\nconst fresh = 0\n\n// %%\n1 + 1\n\n// %%\n2 + 3\n')
    start()
    const { cells, states } = await handlers()['notebook.open']({ path })
    expect(cells.map(({ id }) => id)).toEqual([expect.any(String), 'c0', 'c1'])
    expect(states['c0']).toMatchObject({ stale: false, outputs: [{ text: '2' }] })
    expect(states['c1']).toMatchObject({ stale: true, outputs: [{ text: '4' }] })
  })
})

describe('running cells', () => {
  test('shares names, marks dependants stale, starts nothing by itself', async () => {
    const path = await own('const a = 1', 'const b = a + 1', 'b')
    for (const cell of ['c0', 'c1', 'c2']) await run(path, cell)
    expect(await stateOf(path, 'c2')).toMatchObject({ stale: false, outputs: [{ text: '2' }] })
    events.length = 0
    await run(path, 'c0')
    expect((await handlers()['notebook.open']({ path })).states).toMatchObject({ c0: { stale: false }, c1: { stale: true }, c2: { stale: true, outputs: [{ text: '2' }] } })
    const told = events.filter(({ name }) => name === 'cell').map(({ data }) => data as Events['cell'])
    expect(told.some(({ cell, state }) => cell === 'c2' && state.stale && state.status === 'done')).toBe(true)
    expect(told.some(({ cell, state }) => cell === 'c2' && state.status === 'running')).toBe(false)
  })

  test('a pinned output stays beside what later runs show, through closing, until it is let go', async () => {
    const path = await own('const seen = 1\nseen')
    await expect(handlers()['cell.pin']({ path, cell: 'c0', pinned: true })).rejects.toThrow('There is no finished output to pin')
    const first = await run(path, 'c0')
    await handlers()['cell.pin']({ path, cell: 'c0', pinned: true })
    await saved({ path, cells: [{ id: 'c0', kind: 'code', source: 'const seen = 2\nseen' }] })
    const second = await run(path, 'c0')
    expect(second.outputs).toEqual([{ kind: 'value', text: '2' }])
    expect(second.pinned).toEqual({ started: first.started, ended: first.ended, source: expect.stringMatching(/^[0-9a-f]{12}$/) as string, outputs: [{ kind: 'value', text: '1' }] })
    await handlers()['cell.clearOutputs']({ path, cell: 'c0' })
    await stop()
    start()
    expect(await stateOf(path, 'c0')).toMatchObject({ outputs: [], pinned: { outputs: [{ kind: 'value', text: '1' }] } })
    await handlers()['cell.pin']({ path, cell: 'c0', pinned: false })
    expect((await stateOf(path, 'c0')).pinned).toBeUndefined()
  })

  test('a cell that no longer can be read still makes its dependants stale', async () => {
    const path = await own('const a = 1', 'a')
    for (const cell of ['c0', 'c1']) await run(path, cell)
    const { states } = await saved({ path, cells: [{ id: 'c0', kind: 'code', source: 'const a = (' }, { id: 'c1', kind: 'code', source: 'a' }] })
    expect(states).toMatchObject({ c0: { stale: true }, c1: { stale: true } })
  })

  test('a name that is not there yet says which cell defines it; a name defined twice names both cells', async () => {
    const path = await own('const a = 1', 'a', 'const b = 1', 'const b = 2')
    expect(texts(await run(path, 'c1'))).toBe('a is not defined yet; cell 1 (const a = 1) defines it: run that cell first')
    expect(texts(await run(path, 'c3'))).toContain('"b" is defined by two cells, cell 3 (const b = 1) and cell 4 (const b = 2)')
  })

  test('cells wait for each other; behind a failure nothing runs', async () => {
    const path = await own('await new Promise((resolve) => setTimeout(resolve, 100))\nthrow new Error("no")', '1', '2')
    await handlers()['cell.run']({ path, cell: 'c0' })
    for (const cell of ['c1', 'c2']) await handlers()['cell.run']({ path, cell })
    expect(await stateOf(path, 'c1')).toMatchObject({ status: 'queued' })
    await expect.poll(async () => (await stateOf(path, 'c0')).status, patiently).toBe('failed')
    expect(await stateOf(path, 'c1')).toMatchObject({ status: 'idle' })
    expect(texts(await stateOf(path, 'c0'))).toContain('[The 2 cells that waited behind this one were not run.]')
  })

  test('an endless loop is interrupted: the worker is replaced and says so', async () => {
    const path = await own('const a = 1', 'console.log("in")\nwhile (true) {}', 'a')
    await run(path, 'c0')
    await handlers()['cell.run']({ path, cell: 'c1' })
    await expect.poll(async () => texts(await stateOf(path, 'c1')), patiently).toContain('in')
    await handlers()['cell.interrupt']({ path })
    await expect.poll(async () => (await stateOf(path, 'c1')).status, patiently).toBe('interrupted')
    expect(texts(await stateOf(path, 'c1'))).toContain('All names that cells defined are forgotten')
    expect(texts(await run(path, 'c2'))).toContain('run that cell first')
  })

  test('memory without end ends the worker, not the app', async () => {
    const path = await own('const all = []\nwhile (true) all.push(new Array(1e6).fill(Math.random()))', '1 + 1')
    expect(await run(path, 'c0')).toMatchObject({ status: 'failed' })
    expect(texts(await stateOf(path, 'c0'))).toContain('more than 1024 MB')
    expect(texts(await run(path, 'c1'))).toBe('2')
  })

  test('a cell that ends its process or rejects in the background', async () => {
    const path = await own('process.exit(3)', 'void Promise.reject(new Error("stray"))\nawait new Promise((resolve) => setTimeout(resolve, 50))')
    expect(texts(await run(path, 'c0'))).toContain('exit code 3')
    expect(await run(path, 'c1')).toMatchObject({ status: 'done', outputs: [{ kind: 'error', message: 'stray', line: 1 }] })
  })

  test('restart forgets names', async () => {
    const path = await own('const a = 1', 'a')
    await run(path, 'c0')
    await handlers()['cell.restart']({ path })
    expect(texts(await run(path, 'c1'))).toContain('not defined')
  })

  test('trains through the run service; an interrupt leaves the run going and keeps names', async () => {
    const path = await own("const base = lab.config({ preset: 'nano' })\nconst run = await lab.train(base)", 'run.metrics', 'base.loss.lambda')
    await handlers()['cell.run']({ path, cell: 'c0' })
    await expect.poll(async () => (await stateOf(path, 'c0')).outputs.map(({ kind }) => kind), patiently).toEqual(['config', 'runs'])
    await handlers()['cell.interrupt']({ path })
    await expect.poll(async () => (await stateOf(path, 'c0')).status, patiently).toBe('interrupted')
    expect(texts(await stateOf(path, 'c0'))).toContain('Its run run1 goes on')
    expect(texts(await run(path, 'c2'))).toBe('5')
    await handlers()['cell.run']({ path, cell: 'c0' })
    await expect.poll(async () => (await stateOf(path, 'c0')).outputs.length, patiently).toBe(2)
    endRun('run2')
    await expect.poll(async () => (await stateOf(path, 'c0')).status, patiently).toBe('done')
    expect(texts(await run(path, 'c1'))).toContain("'train.loss': 0.25")
  })

  test('what ran when the app ended is marked as interrupted', async () => {
    const path = await own('await lab.train({})')
    await handlers()['cell.run']({ path, cell: 'c0' })
    await expect.poll(async () => (await stateOf(path, 'c0')).outputs.length, patiently).toBe(1)
    const [row] = store.outputs.list(path)
    await stop()
    const again = openStore(join(folder, 'home', 'lab.db')).store
    again.outputs.put(path, row!)
    again.close()
    start()
    expect(row!.state.status).toBe('running')
    expect(await stateOf(path, 'c0')).toMatchObject({ status: 'interrupted', outputs: [{ kind: 'runs' }, { kind: 'text' }] })
  })

  test('runs a whole notebook, and stops at the first failure', async () => {
    const path = await own('const a = 1', 'throw new Error("no")', 'a')
    const ended: string[] = []
    const { failed } = await service.runAll(path, (cell, { status }) => ended.push(`${cell.id} ${status}`))
    expect([failed?.id, ended]).toEqual(['c1', ['c0 done', 'c1 failed']])
  })
})

describe('notebooks from elsewhere', () => {
  test('an imported one runs nothing before it is trusted', async () => {
    const info = await service.handlers['notebook.import']({ name: 'their ../work.ipynb', text: JSON.stringify({ nbformat: 4, metadata: { language_info: { name: 'typescript' } }, cells: [{ cell_type: 'code', source: 'console.log(1)' }] }) })
    expect(info).toMatchObject({ trusted: false, shipped: false, path: join(folder, 'home', 'notebooks', 'their .. work.lab.ts') })
    const { cells } = await service.handlers['notebook.open']({ path: info.path })
    await expect(service.handlers['cell.run']({ path: info.path, cell: cells[0]!.id })).rejects.toThrow(/was not written here; look through its cells/)
    expect(events.some(({ name }) => name === 'output')).toBe(false)
    await expect(service.handlers['notebook.import']({ name: 'a.pdf', text: '' })).rejects.toThrow('a.pdf cannot be imported')
  })

  test('a copy is trusted as much as what it is a copy of', async () => {
    const theirs = await service.handlers['notebook.import']({ name: 'a.lab.ts', text: '// %%\n1\n' })
    expect(await service.handlers['notebook.create']({ name: 'b', from: theirs.path })).toMatchObject({ name: 'b', trusted: false })
    await service.handlers['notebook.trust']({ path: theirs.path })
    const copy = await service.handlers['notebook.create']({ name: 'c', from: theirs.path })
    expect(copy.trusted).toBe(true)
    expect(await readFile(copy.path, 'utf8')).toBe('// %%\n1\n')
  })

  test('every save is kept in the history, and a version comes back with its cells', async () => {
    const { path } = await service.handlers['notebook.create']({ name: 'kept' })
    const { cells } = await service.handlers['notebook.open']({ path })
    const [title, code] = cells as [Cell, Cell]
    await service.handlers['notebook.save']({ path, cells: [title, { ...code, source: 'one' }] })
    const versions = await service.handlers['notebook.history']({ path })
    expect(versions).toHaveLength(2)
    expect((await service.handlers['notebook.version']({ path, at: versions[1]!.at })).cells).toEqual(cells)
  })
})
