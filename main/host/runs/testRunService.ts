import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { EventName } from '../../../protocol/api.ts'
import { parseConfig } from '../../../protocol/config/index.ts'
import type { KernelMessage } from '../../../protocol/kernelMessages.ts'
import { openStore, type Store } from '../../store/store.ts'
import { temporaryFolder } from '../../store/testStore.ts'
import { createRunService } from './createRunService.ts'
import { writeExampleCheckpoint } from './exampleCheckpoint.ts'
import { createFakeKernels } from './fakeKernel.ts'
import { runFolder } from './resumePoint.ts'

export const engine = { engine: 'cpu', provider: 'CPU', adapter: 'test', threads: 2, versions: {} }
export const origin = { notebook: null, cell: null, userKeys: [] }
export const config = (lambda: number) => parseConfig({ 'loss.lambda': lambda })

/** For tests: a run service over a store of its own and kernels that say what the test has them say. */
export const setUp = (prepare: (store: Store, home: string) => void = () => {}, startWaiting = true) => {
  const home = temporaryFolder()
  const { store } = openStore(join(home, 'lab.db'))
  prepare(store, home)
  const kernels = createFakeKernels()
  const events: { event: EventName; data: unknown }[] = []
  const service = createRunService({ store, home, spawnKernel: kernels.spawnKernel, publish: (event, data) => events.push({ event, data }), now: () => 1000, startWaiting })
  onTestFinished(() => {
    // A run that is still live would write its heartbeat into the closed store.
    service.holdQueue(true)
    kernels.kernels.at(-1)?.exit()
    store.close()
  })
  const say = (message: KernelMessage): void => kernels.newest.say(message)
  const begin = (run: string, step = 0): void => {
    say({ type: 'ready' })
    say({ type: 'started', run, step, parameters: 5, engine, datasetHash: 'd', problems: [] })
  }
  const step = (run: string, at: number): void =>
    say({ type: 'step', run, step: at, metrics: { 'train.loss': 1 / at }, elementsSeen: at * 10, imagesSeen: at, millisecondsLeft: 60.4 })
  const checkpoint = (run: string, at: number): string => {
    const written = writeExampleCheckpoint(runFolder(home, run), at)
    say({ type: 'checkpoint', run, kind: 'cadence', ...written })
    return written.directory
  }
  return { home, store, kernels, service, events, say, begin, step, checkpoint }
}
