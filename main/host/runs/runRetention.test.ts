import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../../protocol/config/index.ts'
import { origin, setUp } from './testRunService.ts'

describe('the policy of a run', () => {
  it('thins its checkpoints as they come: the last, the best, pinned ones and those of every N steps stay, and what goes is told', () => {
    const { service, events, begin, step, say, checkpoint } = setUp()
    const run = service.enqueue(parseConfig({ 'train.keepLast': 2, 'train.keepEvery': 4, 'train.keepBest': 'eval.text' }), origin)
    begin(run.id)
    const values = [9, 1, 8, 7, 6, 5, 4]
    const directories = values.map((value, i) => {
      step(run.id, i + 1)
      say({ type: 'evaluation', run: run.id, step: i + 1, metrics: { 'eval.text': value } })
      const directory = checkpoint(run.id, i + 1)
      if (i === 2) service.pin(run.id, 3, true)
      return directory
    })
    expect(service.checkpoints(run.id).map((one) => one.step)).toEqual([2, 3, 4, 6, 7])
    expect(events.filter(({ event }) => event === 'checkpoint.removed').map(({ data }) => data)).toEqual([{ run: run.id, step: 1 }, { run: run.id, step: 5 }])
    expect(directories.map((directory) => existsSync(directory))).toEqual([false, true, true, true, false, true, true])
  })

  it('keeps all where keepLast is 0', () => {
    const { service, begin, step, checkpoint } = setUp()
    const run = service.enqueue(parseConfig({ 'train.keepLast': 0 }), origin)
    begin(run.id)
    for (let at = 1; at <= 15; at++) {
      step(run.id, at)
      checkpoint(run.id, at)
    }
    expect(service.checkpoints(run.id)).toHaveLength(15)
  })

  it('that names a metric without a better side is refused in words', () => {
    expect(() => parseConfig({ 'train.keepBest': 'train.lr' })).toThrow('train.keepBest is "train.lr", which says nothing of better or worse')
  })
})
