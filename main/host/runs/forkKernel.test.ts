import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Events } from '../../../protocol/api.ts'
import { parseConfig } from '../../../protocol/config/index.ts'
import { temporaryFolder } from '../../store/testStore.ts'
import { createHost, type Host } from '../host.ts'
import { forkKernel, kernelEntry } from './forkKernel.ts'
import type { KernelProcess, SpawnKernel } from './kernelProcess.ts'
import type { TestScript } from './testKernel.ts'
import { forkTestKernel } from './testKernelEntry.ts'

const config = parseConfig({ 'train.steps': 20, 'train.checkpointEvery': 5 })
const origin = { notebook: null, cell: null, userKeys: [] }

const open = (spawnKernel: SpawnKernel) => {
  const host = createHost({ home: temporaryFolder(), spawnKernel })
  onTestFinished(() => host.close())
  return host
}

const eventually = <Name extends keyof Events>(host: Host, name: Name, wanted: (data: Events[Name]) => boolean): Promise<Events[Name]> =>
  new Promise((resolve) => {
    const stop = host.on(name, (data) => {
      if (!wanted(data)) return
      stop()
      resolve(data)
    })
  })

/** Keeps hold of the process that the script runs in. */
const watched = (script: TestScript) => {
  const processes: KernelProcess[] = []
  const spawn = forkTestKernel(script)
  return { processes, spawnKernel: (home: string) => { const started = spawn(home); processes.push(started); return started } }
}

const losses = (host: Host, run: string) => host.runs.metrics(run, ['train.loss'], 0, 1000).map(({ step, value }) => [step, value])
const everyStep = Array.from({ length: 20 }, (_, i) => [i + 1, 1 / (i + 1)])

describe('a kernel in a process of its own', () => {
  it('trains a run to its end', async () => {
    const host = open(forkTestKernel())
    const { id } = host.runs.enqueue(config, origin)
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished', step: 20, imagesSeen: 20 })
    expect(losses(host, id)).toEqual(everyStep)
    expect(host.runs.checkpoints(id).map(({ step }) => step)).toEqual([5, 10, 15, 20])
  })

  it('killed from outside leaves a run that resumes to the same numbers', async () => {
    const { processes, spawnKernel } = watched({ holdAt: 13 })
    const host = open(spawnKernel)
    const { id } = host.runs.enqueue(config, origin)
    await eventually(host, 'run', ({ step }) => step === 13)
    process.kill(processes[0]!.pid!, 'SIGKILL')
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'crashed', step: 13, reason: 'The kernel was killed (SIGKILL), probably by the system for lack of memory; resume from step 10, or lower train.batch.' })
    await host.close()
    const second = createHost({ home: host.home, spawnKernel: forkTestKernel() })
    onTestFinished(() => second.close())
    second.runs.resume(id)
    expect(await second.runs.whenEnded(id)).toMatchObject({ status: 'finished', step: 20, reason: null })
    expect(losses(second, id)).toEqual(everyStep)
  })

  it('that throws gives its error as the reason, and the queue goes on with another kernel', async () => {
    const { processes, spawnKernel } = watched({ throwAt: 3 })
    const host = open(spawnKernel)
    const first = host.runs.enqueue(config, origin)
    const second = host.runs.enqueue(parseConfig({ 'train.steps': 2 }), origin)
    expect((await host.runs.whenEnded(first.id)).reason).toBe('The kernel stopped with RangeError: the test said so; it had no checkpoint yet, so resuming starts from step 0.')
    expect((await host.runs.whenEnded(second.id)).status).toBe('finished')
    expect(processes).toHaveLength(2)
  })

  it('pauses, answers meanwhile, and stops with a checkpoint', async () => {
    const host = open(forkTestKernel({ holdAt: 7 }))
    const { id } = host.runs.enqueue(config, origin)
    await eventually(host, 'run', ({ step }) => step === 7)
    const [picture] = await host.request('run.sample', { run: id, prompts: ['a blue square'] })
    expect(picture).toMatchObject({ step: 5, text: 'a blue square' })
    host.runs.stop(id)
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'cancelled', step: 7 })
    expect(host.runs.checkpoints(id).at(-1)).toMatchObject({ step: 7, kind: 'last' })
  })

  it('that cannot be started says so', async () => {
    const host = open(forkKernel(join(temporaryFolder(), 'missing.ts')))
    const { id } = host.runs.enqueue(config, origin)
    expect((await host.runs.whenEnded(id)).reason).toMatch(/^The kernel stopped with Error: Cannot find module .*; it had no checkpoint yet/)
  })

  it('is the kernel\'s source when this runs from source', () => {
    expect(kernelEntry()).toMatch(/kernel\/process\.ts$/)
  })
})
