import { expect, test } from 'vitest'
import { tinyConfig } from '../model/testModel.ts'
import { recomputeRemark, termsFor } from './memoryNeed.ts'

test('a step has nearly all that is free before it computes anything again; or no limit; or nothing, for a third more work', () => {
  expect(termsFor(tinyConfig(), 1000)).toEqual({ room: 900 })
  expect(termsFor(tinyConfig({ 'engine.recompute': 'never' }), 1000)).toEqual({})
  expect(termsFor(tinyConfig({ 'engine.recompute': 'always' }), 1000)).toEqual({ room: 0, mostWork: 1 / 3 })
})

test('a run says that results are computed again, what it saves and what it costs', () => {
  expect(recomputeRemark({ bytes: 2e9, recomputed: { instead: 5e9, moreWork: 0.121 } })).toBe(
    'Some results of the forward pass are computed again in the backward pass (engine.recompute): a step takes about 2.0 GB of memory in place of 5.0 GB, for about 13 % more work.',
  )
  expect(recomputeRemark({ bytes: 2e9, recomputed: null })).toBeNull()
})
