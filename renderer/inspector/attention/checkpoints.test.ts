import { expect, it } from 'vitest'
import { checkpointOf, keyOf } from './checkpoints.ts'

it.each([[{ run: 'a', step: null }], [{ run: 'a', step: 0 }], [{ run: 'b', step: 500 }], [null]])('%j is a choice and back', (checkpoint) => {
  expect(checkpointOf(checkpoint === null ? '' : keyOf(checkpoint))).toEqual(checkpoint)
})
