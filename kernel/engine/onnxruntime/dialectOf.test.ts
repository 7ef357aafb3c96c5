import { expect, test } from 'vitest'
import { dialectOf } from './dialectOf.ts'
import { providers } from './providers.ts'

test('only the CPU has blocks of channels: as wide as its vector registers, or none', async () => {
  expect([0, 8, 16]).toContain((await dialectOf(providers.cpu)).blockedChannels)
  expect((await dialectOf(providers.webgpu)).blockedChannels).toBeUndefined()
})
