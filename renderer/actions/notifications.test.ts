import { expect, it } from 'vitest'
import type { RunRecord } from '../../protocol/records.ts'
import { endNotice } from './notifications.ts'

const run = (changes: Partial<RunRecord>): RunRecord => ({ name: 'a', status: 'running', reason: null, step: 7, started: 0, ended: null, ...changes }) as RunRecord

it('tells of the end of a long run, once, and not of one that the user stopped', () => {
  const finished = run({ status: 'finished', ended: 90_000 })
  expect(endNotice(run({}), finished)).toEqual({ title: 'a: finished', body: '7 steps in 1 min 30 s' })
  expect(endNotice(run({}), run({ status: 'crashed', ended: 90_000, reason: 'The kernel was killed.' }))!.body).toBe('The kernel was killed.')
  expect(endNotice(finished, finished)).toBeNull()
  expect(endNotice(undefined, finished)).toBeNull()
  expect(endNotice(run({}), run({ status: 'finished', ended: 9000 }))).toBeNull()
  expect(endNotice(run({}), run({ status: 'cancelled', ended: 90_000 }))).toBeNull()
})
