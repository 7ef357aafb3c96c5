import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { testCli } from './testCli.ts'

const folder = mkdtempSync(join(tmpdir(), 'lab-mask-'))

describe('lab mask', () => {
  test('counts, checks and draws a shipped mask', async () => {
    const out = join(folder, 'mask.png')
    const { code, events } = await testCli().lab(['mask', 'transfusion', '--layout', 't2 i2x2 t3', '--out', out, '--json'])
    expect([code, events[0]]).toMatchObject([0, { event: 'mask', name: 'transfusion', allowed: 51, used: 9, density: 51 / 81 }])
    const { data, info } = await sharp(readFileSync(out)).raw().toBuffer({ resolveWithObject: true })
    expect(info.width).toBe(info.height)
    const at = (query: number, key: number): number[] => {
      const cell = info.width / 9, pixel = (Math.floor((query + 0.5) * cell) * info.width + Math.floor((key + 0.5) * cell)) * info.channels
      return [...data.subarray(pixel, pixel + 3)]
    }
    expect([at(2, 5), at(0, 1), at(1, 0)]).toEqual([[230, 159, 0], [244, 242, 238], [74, 109, 156]])
  })

  test('reads a predicate from a file, and says where a position sees nothing', async () => {
    const file = join(folder, 'strict.js')
    writeFileSync(file, '// strictly before\n({ q, k }) => k.index < q.index\n')
    const { code, stdout } = await testCli().lab(['mask', file, '--layout', 't3'])
    expect([code, stdout]).toEqual([1, expect.stringContaining('FAILS    every query sees something: By the predicate position 0 sees nothing')])
  })

  test.each([
    [['mask'], 'The mask is missing'],
    [['mask', 'tranfusion'], 'There is no mask "tranfusion", nor a file of that name; did you mean "transfusion"?'],
    [['mask', 'causal', '--layout', 't3 x4'], '"x4" in the layout "t3 x4" cannot be read'],
    [['inspect', 'x', '--noise', '3'], '--noise is "3"; it is t / T, at most 1.'],
    [['inspect', 'x'], /There is no run "x"/],
  ])('%j ends with 2 and one sentence', async (words, message) => {
    const { code, stderr } = await testCli().lab(words)
    expect([code, stderr.trimEnd()]).toEqual([2, expect.stringMatching(message)])
    expect(stderr.trimEnd()).not.toContain('\n')
  })
})

test('lab inspect shows what the kernel says of the mask of a run', async () => {
  const { lab } = testCli()
  const trained = await lab(['train', '--json', '--set', 'train.steps=3', '--set', 'mask=causal'])
  const { code, stdout } = await lab(['inspect', String(trained.events[0]!['run'])])
  expect(code).toBe(0)
  expect(stdout).toContain('causal: Every position sees itself')
})
