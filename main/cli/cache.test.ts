import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { latentCacheStart } from '../../protocol/latentCache.ts'
import { latentCacheFolder } from '../host/home.ts'
import { testCli } from './testCli.ts'

test('cache lists what is kept, damaged and unfinished files too, and clears it', async () => {
  const { home, lab } = testCli()
  expect((await lab(['cache'])).stdout).toMatch(/^There is nothing in .*latents; a run on latents of a folder of pictures puts them there\./)
  const folder = latentCacheFolder(home)
  mkdirSync(folder, { recursive: true })
  const start = latentCacheStart({ dataset: 'a'.repeat(64), encoder: 'b'.repeat(64), engine: 'cpu', picture: [32, 32], holds: 'latents', shape: [8, 8, 4], count: 5000 })
  writeFileSync(join(folder, 'whole.latents'), start + 'x'.repeat(2_000_000))
  writeFileSync(join(folder, 'whole.latents.damaged'), 'x'.repeat(300_000))
  writeFileSync(join(folder, '.123.partial'), '')
  writeFileSync(join(folder, 'other.latents'), 'PNG')
  const { stdout } = await lab(['cache'])
  expect(stdout.split('\n').slice(1, 5).map((line) => line.replace(/ {2,}/g, '|').replace(/\|[\d-]+ [\d:]+$/, ''))).toEqual([
    '2.0 MB|5000|32 × 32|latents 8 × 8 × 4|aaaaaaaaaaaa|bbbbbbbbbbbb',
    '300.0 kB|damaged, put aside',
    '0.0 kB|it is no latent cache, or one of another version',
    '0.0 kB|not finished',
  ])
  expect(stdout).toMatch(/2\.3 MB in .*; "lab cache --clear" removes it\./)
  expect((await lab(['cache', '--clear', '--json'])).events.map(({ event, removed }) => [event, removed])).toEqual(Array(4).fill(['cache', true]))
  expect(readdirSync(folder)).toEqual([])
})
