import { expect, it } from 'vitest'
import type { MediaRecord } from '../../protocol/records.ts'
import { runStatuses, runTransitions } from '../../protocol/records.ts'
import { addMedia, mediaSteps, runControls, stepAtOrBefore } from './runs.ts'

const picture = (step: number, index: number, sha256 = 'x'): MediaRecord =>
  ({ run: 'a', step, key: 'sample', index, sha256, width: 8, height: 8, text: '', reference: null })

it('offers resume just where the host accepts it', () => {
  for (const status of runStatuses) {
    const resumable = runTransitions[status].includes('queued') && status !== 'finished'
    expect(runControls[status].includes('resume')).toBe(resumable)
  }
})

it('orders media, replaces what was drawn again and finds steps', () => {
  const media = addMedia(addMedia({}, [picture(20, 1), picture(20, 0), picture(10, 0)]), [picture(20, 0, 'new')])
  expect(media['a']!.map(({ step, index, sha256 }) => [step, index, sha256])).toEqual([[10, 0, 'x'], [20, 0, 'new'], [20, 1, 'x']])
  expect(mediaSteps(media['a']!, 'sample')).toEqual([10, 20])
  expect([5, 10, 15, 99].map((wanted) => stepAtOrBefore([10, 20], wanted))).toEqual([10, 10, 10, 20])
  expect(stepAtOrBefore([], 3)).toBeUndefined()
})
