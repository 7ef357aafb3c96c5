import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../../store/testStore.ts'
import { isIntact } from '../runs/checkpointCheck.ts'
import { runFolder } from '../runs/resumePoint.ts'
import { configHash } from '../runs/configHash.ts'
import { importBundle } from './importBundle.ts'
import { exampleBundle, testHome } from './testBundle.ts'
import { tarEnd, tarHeader, tarPadding } from './tar.ts'

describe('a bundle', () => {
  it('on another home is the same run: record, numbers, pictures, notebook, checkpoint', async () => {
    const { file, run, store: from, checkpoint } = await exampleBundle()
    const { home, store } = testHome()
    const told: [number, number][] = []
    const imported = await importBundle(file, { home, store, now: 5, onProgress: (...progress) => told.push(progress) })
    const { size } = statSync(file)
    expect(told.length).toBeGreaterThan(4)
    expect(told).toEqual(told.toSorted(([a], [b]) => a - b).map(([done]) => [Math.min(done, size), size]))
    const notebook = join(home, 'notebooks', 'my study.lab.ts')
    // The hash is made anew, as by the version that opens it.
    expect(imported).toEqual({ ...run, notebook, configHash: configHash(run.config) })
    expect(store.runs.list()).toEqual([imported])
    expect(store.metrics.read(run.id, [''], -1, 100)).toEqual(from.metrics.read(run.id, [''], -1, 100))
    expect(store.media.list(run.id)).toEqual(from.media.list(run.id))
    expect(store.media.bytes(store.media.list(run.id)[0]!.sha256)!.toString()).toBe('one')
    expect(store.media.bytes(store.media.list(run.id)[1]!.wav!)!.toString()).toBe('sound')
    expect(readFileSync(notebook, 'utf8')).toBe('// %%\nlab.config({})\n')
    const [placed] = store.checkpoints.list(run.id)
    expect(placed).toMatchObject({ step: 7, sha256: checkpoint.sha256, directory: join(runFolder(home, run.id), 'checkpoints', 'step-00000007') })
    expect(isIntact(placed!)).toBe(true)
  })

  it('opens with tar, and sha256sum finds every hash right', async () => {
    const { file, written, bytes } = await exampleBundle()
    const folder = temporaryFolder()
    expect(written.bytes).toBe(bytes.length)
    execFileSync('tar', ['xf', file, '-C', folder])
    expect(readdirSync(folder).sort()).toEqual(['README.md', 'SHA256SUMS', 'checkpoint', 'labrun.json', 'media', 'metrics.csv', 'notebook.lab.ts'])
    expect(execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8' })).toBe('')
  })

  it('of a run that is here is refused, and a notebook of the same name is not replaced or trusted', async () => {
    const { file, home: own, store: ownStore } = await exampleBundle()
    await expect(importBundle(file, { home: own, store: ownStore, now: 5 })).rejects.toThrow('is here already, as "λ = 5"; nothing was changed.')
    const { home, store } = testHome()
    mkdirSync(join(home, 'notebooks'))
    writeFileSync(join(home, 'notebooks', 'my study.lab.ts'), 'mine')
    store.notebooks.trust(join(home, 'notebooks', 'my study-2.lab.ts'))
    const { notebook } = await importBundle(file, { home, store, now: 5 })
    expect(notebook).toBe(join(home, 'notebooks', 'my study-2.lab.ts'))
    expect(store.notebooks.get(notebook!)).toBeNull()
    expect(readFileSync(join(home, 'notebooks', 'my study.lab.ts'), 'utf8')).toBe('mine')
  })

  it('that is damaged anywhere in its weights leaves nothing behind', async () => {
    const { bytes, run } = await exampleBundle()
    const { home, store } = testHome()
    const file = join(home, 'broken.labrun')
    const broken = Buffer.from(bytes)
    broken[bytes.lastIndexOf('data_offsets') + 22]! ^= 1
    writeFileSync(file, broken)
    await expect(importBundle(file, { home, store, now: 5 })).rejects.toThrow('checkpoint/optimizer.safetensors is damaged')
    expect([store.runs.list(), readdirSync(join(home, 'runs'))]).toEqual([[], []])
    expect(store.runs.get(run.id)).toBeNull()
  })
})

describe('an archive that is no bundle', () => {
  const archive = (...files: [string, string][]): Buffer =>
    Buffer.concat([...files.flatMap(([name, text]) => [tarHeader(name, text.length), Buffer.from(text), tarPadding(text.length)]), tarEnd()])
  const retyped = (type: string): Buffer => {
    const bytes = archive(['labrun.json', ''])
    bytes.write(type, 156)
    bytes.write(`${(bytes.subarray(0, 512).reduce((sum, byte, i) => sum + (i >= 148 && i < 156 ? 32 : byte), 0)).toString(8).padStart(6, '0')}\0 `, 148)
    return bytes
  }

  it.each([
    ['a path out of its folder', archive(['../../evil.sh', 'x']), 'it holds "../../evil.sh", which does not belong into a bundle'],
    ['an absolute path', archive(['/etc/passwd', 'x']), 'it holds "/etc/passwd"'],
    ['a name with a line break', archive(['checkpoint/\nstate.json', 'x']), 'it holds "checkpoint/?state.json"'],
    ['a file twice', archive(['labrun.json', 'x'], ['labrun.json', 'y']), 'it holds "labrun.json" twice'],
    ['a link', retyped('2'), '"labrun.json" is not a plain file'],
    ['a device', retyped('3'), '"labrun.json" is not a plain file'],
    ['a file of 100 GB that is not there', Buffer.concat([tarHeader('labrun.json', 1e11), tarEnd()]), '"labrun.json" does not lie within the file'],
    ['no hashes', archive(['labrun.json', '{}']), 'it has no SHA256SUMS'],
    ['nothing', tarEnd(), 'it has no SHA256SUMS'],
    ['no end', archive(['labrun.json', '{}']).subarray(0, 1024), 'it ends before its end mark'],
    ['another format', Buffer.from('PK\x03\x04'.padEnd(2048, 'x')), 'the header at byte 0 is damaged'],
    ['an empty file', Buffer.alloc(0), 'it ends before its end mark'],
  ])('%s is refused in one sentence', async (_, bytes, message) => {
    const { home, store } = testHome()
    const file = join(home, 'a.labrun')
    writeFileSync(file, bytes)
    const before = readdirSync(home)
    await expect(importBundle(file, { home, store, now: 5 })).rejects.toThrow(message)
    expect(readdirSync(home)).toEqual(before)
  })
})
