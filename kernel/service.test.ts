import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '../protocol/config/index.ts'
import type { HostMessage, KernelMessage } from '../protocol/kernelMessages.ts'
import { handleMessages } from './service.ts'

const config = parseConfig({
  preset: 'nano', 'image.size': 16, 'patch.size': 4, 'model.dim': 8, 'model.layers': 1, 'model.heads': 1, 'data.sequenceLength': 64, 'engine.threads': 1,
  'train.steps': 2, 'train.batch': 2, 'train.evalEvery': 0, 'train.sampleEvery': 0, 'train.checkpointEvery': 1, 'train.evalBatches': 1,
  'sample.steps': 1, 'sample.count': 1, 'sample.captionLength': 2,
})

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'service-'))

const trainOf = (run: string): HostMessage => ({ type: 'train', run, config, directory: temporaryFolder(), resumeFrom: null, autoencoder: null, latentCache: temporaryFolder() })
const isLast = ({ type }: KernelMessage): boolean => type === 'finished' || type === 'stopped' || type === 'failed'

/** Trains runs as the host does: each is sent as soon as the one before has ended. @returns the last word of each */
const queue = (runs: readonly string[], { stop = false } = {}): Promise<KernelMessage[]> => new Promise((done) => {
  const waiting = [...runs], ends: KernelMessage[] = []
  let tell: (message: HostMessage) => void = () => {}
  const next = (): void => {
    const run = waiting.shift()
    if (run === undefined) return done(ends)
    tell(trainOf(run))
  }
  handleMessages({
    onMessage: (listener) => (tell = listener),
    onClose: () => {},
    send: (message) => {
      if (stop && message.type === 'step' && message.step === 1) tell({ type: 'stop' })
      if (!isLast(message)) return
      ends.push(message)
      // As soon as a message from another process could be there.
      setImmediate(next)
    },
  })
  next()
})

test('a run that is sent at the last word of the one before is trained: the kernel is free when it says so', async () => {
  expect(await queue(['a', 'b', 'c'])).toEqual(['a', 'b', 'c'].map((run) => ({ type: 'finished', run, step: 2 })))
})

test('it is free as well after a run that was stopped', async () => {
  expect(await queue(['a', 'b'], { stop: true })).toEqual(['a', 'b'].map((run) => ({ type: 'stopped', run, step: 1 })))
})
