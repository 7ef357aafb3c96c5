import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { exampleRun, temporaryFolder } from '../store/testStore.ts'
import { prepareHome, resolveHome } from './home.ts'
import { createHost, type HostOptions } from './host.ts'
import { lockHolder, lockHome } from './hostLock.ts'
import { createFakeKernels } from './runs/fakeKernel.ts'

const open = (home: string, options: Partial<HostOptions> = {}) => {
  const host = createHost({ home, spawnKernel: createFakeKernels().spawnKernel, ...options })
  onTestFinished(() => host.close())
  return host
}

describe('a host', () => {
  it('answers requests and tells events', async () => {
    const host = open(join(temporaryFolder(), 'new', 'home'))
    const heard: string[] = []
    const stop = host.onAny((event) => heard.push(event))
    const info = await host.request('app.info', null)
    expect(info).toMatchObject({ home: host.home, notices: [], version: expect.stringMatching(/^\d+\.\d+/) as string })
    expect(await host.dispatch('run.list', undefined)).toEqual([])
    host.store.runs.insert(exampleRun({ status: 'finished' }))
    await host.request('run.rename', { run: 'base', name: 'x' })
    stop()
    expect(heard).toEqual(['run'])
  })

  it.each([
    ['run.lisst', null, 'There is no request "run.lisst"; did you mean "run.list"?'],
    ['__proto__', null, /^There is no request "__proto__"/],
    ['run.get', { run: 3 }, /^The input of run\.get cannot be used: run: .*\.$/],
    ['run.get', { run: 'x', more: 1 }, /^The input of run\.get cannot be used: /],
    ['run.get', { run: 'x' }, /nothing has been trained in this folder yet/],
    ['notebook.list', null, /without\.$/],
  ])('refuses %s %j in a sentence', async (name, input, message) => {
    await expect(open(temporaryFolder()).dispatch(name, input)).rejects.toThrow(message)
  })

  it('is the only one in its home', async () => {
    const home = temporaryFolder()
    const host = open(home)
    expect(() => open(home)).toThrow(`${home} is in use by another Transfusion Lab (process ${process.pid})`)
    expect(lockHolder(home)).toBe(process.pid)
    await host.close()
    expect(lockHolder(home)).toBeNull()
    await open(home).close()
  })
})

describe('the lock of a home', () => {
  const withLock = (content: string) => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'host.lock'), content)
    return home
  }

  it.each([
    ['a process that has died', JSON.stringify({ pid: 2 ** 22 + 1, born: null })],
    ['another process that had this id', JSON.stringify({ pid: process.ppid, born: '1' })],
    ['this id in an earlier life', JSON.stringify({ pid: process.pid, born: '1' })],
    ['nobody', 'half a lo'],
  ])('is taken over from %s', (_, content) => {
    const home = withLock(content)
    lockHome(home)()
    expect(existsSync(join(home, 'host.lock'))).toBe(false)
  })

  it('is left to one that lives', () => {
    expect(() => lockHome(withLock(JSON.stringify({ pid: process.ppid, born: null })))).toThrow(`process ${process.ppid}`)
  })
})

describe('the home', () => {
  it('is what was asked for, the environment, or the platform', () => {
    expect(resolveHome('/a', { TRANSFUSION_LAB_HOME: '/b' })).toBe('/a')
    expect(resolveHome(undefined, { TRANSFUSION_LAB_HOME: '/b' })).toBe('/b')
    expect(resolveHome(undefined, { XDG_DATA_HOME: '/x' }, 'linux')).toBe('/x/transfusion-lab')
    expect(resolveHome(undefined, { HOME: '/u' }, 'linux')).toBe('/u/.local/share/transfusion-lab')
    expect(resolveHome(undefined, { HOME: '/u' }, 'darwin')).toBe('/u/Library/Application Support/Transfusion Lab')
    expect(resolveHome(undefined, { LOCALAPPDATA: '/l' }, 'win32')).toBe('/l/Transfusion Lab')
    expect(() => resolveHome('', {})).toThrow(/--home DIR/)
  })

  it('must be a folder that can be written', () => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(() => prepareHome(join(folder, 'file'))).toThrow(/is a file, not a folder/)
    expect(() => prepareHome(join(folder, 'file', 'below'))).toThrow(/is a file, not a folder/)
    expect(() => prepareHome('/proc/lab-home')).toThrow(/\/proc\/lab-home cannot be/)
  })

  it.skipIf(process.getuid?.() === 0)('says so when it is read-only', () => {
    const folder = temporaryFolder()
    chmodSync(folder, 0o500)
    expect(() => prepareHome(folder)).toThrow(/cannot be written/)
  })
})
