import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { KernelMessage } from '../../../protocol/kernelMessages.ts'
import { createFakeKernels } from './fakeKernel.ts'
import type { KernelExit } from './kernelProcess.ts'
import { createKernelSupervisor } from './kernelSupervisor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const setUp = (options?: { stubborn: boolean }) => {
  const kernels = createFakeKernels(options)
  const events: string[] = []
  const messages: KernelMessage[] = []
  const crashes: KernelExit[] = []
  const supervisor = createKernelSupervisor({
    spawnKernel: () => kernels.spawnKernel(''),
    publish: (_, data) => events.push((data as { status: string }).status),
    onMessage: (message) => messages.push(message),
    onCrash: (exit) => crashes.push(exit),
  })
  return { kernels, events, messages, crashes, supervisor }
}

const doctor = (id: number) => ({ type: 'doctor', id, trace: false }) as const

it('starts no kernel before it is needed, and sends nothing before it is ready', () => {
  const { kernels, supervisor } = setUp()
  expect(kernels.kernels).toHaveLength(0)
  supervisor.send({ type: 'pause' })
  supervisor.send({ type: 'continue' })
  expect(kernels.newest.received).toEqual([])
  kernels.newest.say({ type: 'ready' })
  expect(kernels.newest.received.map(({ type }) => type)).toEqual(['pause', 'continue'])
  expect(kernels.kernels).toHaveLength(1)
})

it('matches answers to requests, with progress, refusals and other messages between', async () => {
  const { kernels, supervisor, messages } = setUp()
  const progress: number[] = []
  const first = supervisor.request('doctor', doctor, 'a', (done) => progress.push(done))
  const second = supervisor.request('doctor', doctor, 'b')
  const report = { engines: [], versions: {}, cpu: { model: '', cores: 2, memoryBytes: 1 }, adapters: [], drivers: [], nodes: null }
  kernels.newest.say({ type: 'ready' })
  kernels.newest.say({ type: 'refused', id: 2, reason: 'No.' })
  kernels.newest.say({ type: 'progress', id: 1, done: 5, total: 9 })
  kernels.newest.say({ type: 'finished', run: 'r', step: 1 })
  kernels.newest.say({ type: 'doctor', id: 1, report })
  await expect(second).rejects.toThrow('No.')
  expect((await first).report).toEqual(report)
  expect(progress).toEqual([5])
  expect(messages).toEqual([{ type: 'finished', run: 'r', step: 1 }])
})

it('tells of a crash, refuses what was asked of that kernel, and starts another for the next', async () => {
  const { kernels, supervisor, crashes, events } = setUp()
  const asked = supervisor.request('doctor', doctor, 'a')
  kernels.newest.say({ type: 'ready' })
  kernels.newest.exit({ code: null, signal: 'SIGSEGV' })
  await expect(asked).rejects.toThrow('The kernel crashed in native code (SIGSEGV).')
  expect(crashes).toHaveLength(1)
  expect(events).toContain('crashed')
  supervisor.send({ type: 'pause' })
  expect(kernels.kernels).toHaveLength(2)
})

it('ends a kernel that has had nothing to do for a minute, and no other', () => {
  const { kernels, supervisor, crashes, events } = setUp()
  const release = supervisor.hold('training')
  supervisor.send({ type: 'pause' })
  kernels.newest.say({ type: 'ready' })
  vi.advanceTimersByTime(200_000)
  release()
  vi.advanceTimersByTime(59_000)
  expect(events.at(-1)).toBe('ready')
  vi.advanceTimersByTime(2000)
  expect(kernels.newest.received.at(-1)?.type).toBe('shutdown')
  expect(events.at(-1)).toBe('stopped')
  expect(crashes).toEqual([])
})

it('a kernel whose environment is outdated ends as soon as it is free, and the next one is a new one', () => {
  const { kernels, supervisor, crashes, events } = setUp()
  supervisor.renew()
  expect(kernels.kernels).toEqual([])
  const release = supervisor.hold('training')
  supervisor.send({ type: 'pause' })
  kernels.newest.say({ type: 'ready' })
  supervisor.renew()
  expect(events.at(-1)).toBe('busy')
  release()
  expect(kernels.newest.received.at(-1)?.type).toBe('shutdown')
  supervisor.send({ type: 'pause' })
  expect(kernels.kernels).toHaveLength(2)
  kernels.newest.say({ type: 'ready' })
  expect(events.at(-1)).toBe('ready')
  supervisor.renew()
  expect(kernels.newest.received.at(-1)?.type).toBe('shutdown')
  expect(crashes).toEqual([])
})

it('kills a kernel that does not end when asked', async () => {
  const { kernels, supervisor } = setUp({ stubborn: true })
  supervisor.send({ type: 'pause' })
  kernels.newest.say({ type: 'ready' })
  const closed = supervisor.close()
  expect(kernels.newest.killed).toBe(false)
  await vi.advanceTimersByTimeAsync(5000)
  await closed
  expect(kernels.newest.killed).toBe(true)
})

it('kills a kernel that is asked to end while it still starts', async () => {
  const { kernels, supervisor } = setUp({ stubborn: true })
  supervisor.send({ type: 'pause' })
  await supervisor.close()
  expect(kernels.newest.killed).toBe(true)
})
