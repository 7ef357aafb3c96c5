import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it, onTestFinished } from 'vitest'
import { databasePath } from '../../main/host/home.ts'
import { createHost, type Host } from '../../main/host/host.ts'
import { createNotebookService } from '../../main/host/notebooks/notebookService.ts'
import { forkTestKernel } from '../../main/host/runs/testKernelEntry.ts'
import type { TestScript } from '../../main/host/runs/testKernel.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { mountSmallDisk, noSmallDisk } from './smallDisk.ts'

const hostOn = (home: string, script: TestScript = {}): Host => {
  const host = createHost({ home, spawnKernel: forkTestKernel(script), notebooks: createNotebookService })
  onTestFinished(() => host.close())
  return host
}

const check = (home: string): unknown => {
  const db = new Database(databasePath(home), { readonly: true })
  const answer = db.pragma('quick_check', { simple: true })
  db.close()
  return answer
}

describe.skipIf(noSmallDisk !== null)(`a disk that is full to its last byte${noSmallDisk === null ? '' : `: ${noSmallDisk}`}`, () => {
  it('refuses a save in a sentence, keeps the file as it was, and takes the save when there is room again', async () => {
    const disk = mountSmallDisk(8)
    mkdirSync(join(disk.path, 'notebooks'))
    const path = join(disk.path, 'notebooks', 'n.lab.ts')
    writeFileSync(path, '// %%\n1\n')
    const host = hostOn(disk.path)
    const { cells, revision: base } = await host.request('notebook.open', { path })
    const edited = [{ ...cells[0]!, source: `2 // ${'x'.repeat(50_000)}` }]
    disk.fill()
    await expect(host.request('notebook.save', { path, cells: edited, base })).rejects.toThrow(`The disk that holds ${disk.path} is full; free some space there`)
    expect(readFileSync(path, 'utf8')).toBe('// %%\n1\n')
    expect(readdirSync(join(disk.path, 'notebooks'))).toEqual(['n.lab.ts'])
    disk.free()
    expect(await host.request('notebook.save', { path, cells: edited, base })).toMatchObject({ kind: 'saved', path })
    expect(readFileSync(path, 'utf8')).toContain('2 // xxx')
    expect(check(disk.path)).toBe('ok')
  })

  it('stops a run with the reason; what was measured before stays, and the run goes on when there is room', async () => {
    const disk = mountSmallDisk(8)
    const host = hostOn(disk.path)
    const steps = 400
    const { id } = host.runs.enqueue(parseConfig({ 'train.steps': steps, 'train.checkpointEvery': 20 }), { notebook: null, cell: null, userKeys: [] })
    const filled = new Promise<number>((resolve) => {
      const stop = host.on('metrics', ({ points }) => {
        stop()
        disk.fill()
        resolve(points.at(-1)!.step)
      })
    })
    const kept = await filled
    const failed = await host.runs.whenEnded(id)
    disk.free()
    // The kernel of this test may be done before anything had to be written.
    if (failed.status !== 'finished') {
      expect(failed).toMatchObject({ status: 'failed', reason: expect.stringMatching(/^The disk that holds .* is full; free some space there/) as string })
      expect(host.runs.metrics(id, ['train.loss'], 0, 1e6).filter(({ step }) => step <= kept).map(({ step }) => step)).toEqual(Array.from({ length: kept }, (_, i) => i + 1))
      host.runs.resume(id)
    }
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished', step: steps })
    expect(host.runs.metrics(id, ['train.loss'], 0, 1e6).map(({ step, value }) => [step, value])).toEqual(Array.from({ length: steps }, (_, i) => [i + 1, 1 / (i + 1)]))
    expect(check(disk.path)).toBe('ok')
  })
})
