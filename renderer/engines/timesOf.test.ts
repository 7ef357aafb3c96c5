import { expect, test } from 'vitest'
import { timesOf } from './timesOf.ts'

test('an engine has its times, a reason where it was given up, and nothing where it is not here', () => {
  const times = [
    { engine: 'cpu', threads: 2, milliseconds: 5, reason: null }, { engine: 'cpu', threads: 1, milliseconds: 8, reason: null },
    { engine: 'webgpu', threads: 0, milliseconds: null, reason: 'far slower: a step of one sequence alone took 900 ms' }, { engine: 'cuda', threads: 0, milliseconds: null, reason: 'Failed to load shared library' },
  ]
  const of = (engine: string): (number | string | null)[] => timesOf({ step: '', times }, engine).map(({ milliseconds, reason }) => milliseconds ?? reason)
  expect([of('cpu'), of('webgpu'), of('cuda')]).toEqual([[5, 8], ['far slower: a step of one sequence alone took 900 ms'], []])
})
