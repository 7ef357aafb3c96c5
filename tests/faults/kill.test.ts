import { describe, expect, it, onTestFinished } from 'vitest'
import { createHost } from '../../main/host/host.ts'
import { lockHolder } from '../../main/host/hostLock.ts'
import { forkKernel } from '../../main/host/runs/forkKernel.ts'
import type { KernelProcess } from '../../main/host/runs/kernelProcess.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { parseConfig } from '../../protocol/config/index.ts'
import { inspect, runHost, type HostOrder } from './killedHost.ts'

const moments = (count: number, most: number): number[] => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * most))

/** Starts hosts that die at random messages, looks at what each leaves, and lets a last one finish. */
const dieAndResume = async (order: Omit<HostOrder, 'dieAtMessage'>, deaths: readonly number[]) => {
  const { home } = order
  for (const dieAtMessage of deaths) {
    const { killed, stderr } = await runHost({ ...order, dieAtMessage })
    const { check, runs } = inspect(home)
    expect({ dieAtMessage, stderr, check, runs: runs.length }).toEqual({ dieAtMessage, stderr: '', check: 'ok', runs: 1 })
    expect(lockHolder(home)).toBeNull()
    if (runs[0]!.status === 'finished') return inspect(home)
    expect({ dieAtMessage, killed, status: runs[0]!.status }).toMatchObject({ killed: true, status: expect.stringMatching(/^(queued|preparing|running)$/) as string })
  }
  await runHost({ ...order, dieAtMessage: null })
  return inspect(home)
}

describe('a host that is killed at random moments', () => {
  it('loses no run and no number, with a kernel that only counts', async () => {
    const config = { 'train.steps': 60, 'train.checkpointEvery': 7 }
    const { check, runs, losses } = await dieAndResume({ home: temporaryFolder(), kernel: 'test', config }, moments(6, 30))
    expect(check).toBe('ok')
    expect(runs).toMatchObject([{ status: 'finished', step: 60 }])
    expect(losses.map(({ step, value }) => [step, value])).toEqual(Array.from({ length: 60 }, (_, i) => [i + 1, 1 / (i + 1)]))
  })
})

const tiny = {
  train: { steps: 12, batch: 2, checkpointEvery: 3, evalEvery: 0, sampleEvery: 0, evalBatches: 1 },
  model: { dim: 16, layers: 1, heads: 2 }, image: { size: 16 }, patch: { size: 8 }, data: { sequenceLength: 96 }, sample: { steps: 1, count: 1, captionLength: 2 },
}

describe('real training that is killed', () => {
  it('ends with the very numbers of training that was not, bit for bit', async () => {
    const whole = await dieAndResume({ home: temporaryFolder(), kernel: 'real', config: tiny }, [])
    expect(whole.runs).toMatchObject([{ status: 'finished', step: 12 }])
    expect(whole.losses).toHaveLength(12)
    const killed = await dieAndResume({ home: temporaryFolder(), kernel: 'real', config: tiny }, moments(3, 14))
    expect(killed.check).toBe('ok')
    expect(killed.runs).toMatchObject([{ status: 'finished', step: 12 }])
    expect(killed.losses).toEqual(whole.losses)
  })

  it('by a SIGKILL of the kernel is crashed, and resumes', async () => {
    const kernels: KernelProcess[] = []
    const fork = forkKernel()
    const host = createHost({ home: temporaryFolder(), spawnKernel: (home) => { const kernel = fork(home); kernels.push(kernel); return kernel } })
    onTestFinished(() => host.close())
    host.on('checkpoint', () => {
      if (kernels.length === 1) process.kill(kernels[0]!.pid!, 'SIGKILL')
    })
    const { id } = host.runs.enqueue(parseConfig({ ...tiny, train: { ...tiny.train, steps: 150 } }), { notebook: null, cell: null, userKeys: [] })
    const crashed = await host.runs.whenEnded(id)
    expect(crashed).toMatchObject({ status: 'crashed', reason: expect.stringMatching(/^The kernel was killed \(SIGKILL\).*; resume from step \d+, or lower train\.batch\.$/) as string })
    host.runs.resume(id)
    expect(await host.runs.whenEnded(id)).toMatchObject({ status: 'finished', step: 150 })
    expect(host.runs.metrics(id, ['train.loss'], 0, 1000).map(({ step }) => step)).toEqual(Array.from({ length: 150 }, (_, i) => i + 1))
  })
})
