import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createHost } from '../host/host.ts'
import { createFakeKernels } from '../host/runs/fakeKernel.ts'
import { temporaryFolder } from '../store/testStore.ts'
import { testCli } from './testCli.ts'

const short = ['--set', 'train.steps=20', '--set', 'train.checkpointEvery=5']

describe('lab train', () => {
  it('prints a line of JSON for each step, and the checkpoint at the end', async () => {
    const { lab } = testCli()
    const { code, events, stderr } = await lab(['train', '--json', ...short])
    expect(code).toBe(0)
    expect(events.filter(({ event }) => event === 'step').map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(events.find(({ event }) => event === 'step')).toEqual({ event: 'step', step: 1, loss: { total: 1, text: 1, image: null }, elementsPerSecond: 1000 })
    expect(events.find(({ event }) => event === 'evaluation')).toEqual({ event: 'evaluation', step: 20, metrics: { 'eval.perplexity': 2 } })
    const last = events.at(-1)!
    expect(last).toMatchObject({ event: 'finished', run: events[0]!['run'] })
    expect(existsSync(String(last['checkpoint']))).toBe(true)
    expect(stderr).toMatch(/Training "20 steps, seed 0"[\s\S]*Finished/)
  })

  it('shows a config that ran already, and trains it anew when asked', async () => {
    const { lab } = testCli()
    const first = await lab(['train', '--json', ...short])
    const second = await lab(['train', '--json', ...short])
    expect(second.code).toBe(0)
    expect(second.events.at(-1)).toEqual(first.events.at(-1))
    expect(second.stderr).toMatch(/was trained already, as "20 steps, seed 0"; --again/)
    expect((await lab(['train', '--json', '--again', ...short])).events.at(-1)!['run']).not.toBe(first.events.at(-1)!['run'])
  })

  it('resumes a run whose kernel was killed', async () => {
    const { lab } = testCli({ script: { killAt: 13 } })
    const crashed = await lab(['train', '--json', ...short])
    const { event, run } = crashed.events.at(-1)!
    expect([crashed.code, event]).toEqual([1, 'crashed'])
    expect(crashed.stderr).toMatch(/killed \(SIGKILL\).*resume from step 10.*"lab train --resume/)
    const resumed = await lab(['train', '--json', '--resume', String(run).slice(0, 20)])
    expect(resumed.code).toBe(0)
    expect(resumed.events.filter((line) => line['event'] === 'step').map(({ step }) => step)).toEqual(Array.from({ length: 10 }, (_, i) => i + 11))
  })

  it('stops after a checkpoint at Ctrl-C', async () => {
    const { lab, interrupt } = testCli({ script: { holdAt: 7 } })
    let pressed = false
    const stopped = await lab(['train', ...short], (text) => {
      // A second press would end it at once, and on a slow machine a second line of steps comes before the checkpoint.
      if (pressed || !/Step \d/.test(text)) return
      pressed = true
      interrupt()
    })
    expect(stopped.code).toBe(1)
    expect(stopped.stderr).toMatch(/Stopping after a checkpoint; press Ctrl-C again[\s\S]*Stopped by you\. "lab train --resume/)
  })

  it('shows a bar on a terminal', async () => {
    const { lab } = testCli({ columns: 100 })
    const { stderr, stdout } = await lab(['train', ...short])
    expect(stderr).toMatch(/█+░* 20\/20 {2}loss 0\.05 text 1 image NaN {2}1000 elements\/s {2}0 s left/)
    expect(stdout).toMatch(/^Finished "20 steps, seed 0" after 20 steps; its checkpoint is .*step-00000020\.\n$/)
  })

  it('reads a config file, with paths from where it lies', async () => {
    const folder = temporaryFolder()
    const file = join(folder, 'c.json')
    writeFileSync(file, JSON.stringify({ preset: 'nano', 'loss.lambda': 2, data: { name: 'text', path: 'words.txt' } }))
    const { lab } = testCli()
    expect((await lab(['config', file, '--json', '--set', 'mask=causal'])).events[0]).toMatchObject({ loss: { lambda: 2 }, mask: 'causal', data: { path: join(folder, 'words.txt') }, model: { qkNorm: true } })
  })

  it('leaves the home to the host that has it', async () => {
    const { lab, home } = testCli()
    const host = createHost({ home, spawnKernel: createFakeKernels().spawnKernel })
    const refused = await lab(['train', ...short])
    expect([refused.code, refused.stderr]).toEqual([2, `${home} is in use by another Transfusion Lab (process ${process.pid}); close it, or choose another folder with --home.\n`])
    expect((await lab(['runs'])).code).toBe(0)
    await host.close()
  })
})
