import { describe, expect, it } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { bytes, fits, longTime, planSentence, planText } from './planText.ts'
import type { Plan } from '../../protocol/plan.ts'
import { testCli } from './testCli.ts'

describe('lab plan', () => {
  const asked = ['plan', '--preset', 'paper-0.16B', '--set', 'train.steps=50000']

  it('says size, patches, steps, memory and time in one sentence, then by part', async () => {
    const { code, stdout } = await testCli().lab(asked)
    expect(code).toBe(0)
    const [sentence, ...rest] = stdout.split('\n')
    expect(sentence).toBe('162 M parameters, 16 × 16 patches (256 an image), 50,000 steps: 5 GiB, 14 hours on this machine')
    expect(rest.join('\n')).toMatch(/transformer +113 M +69\.7 %\ntext in and out +49\.2 M +30\.3 %\npatch codec \(linear\) +2 K +0\.0 %/)
    expect(rest.join('\n')).toMatch(/all products +560 GFLOP +28 PFLOP\n6ND +600 GFLOP +30 PFLOP/)
    expect(rest.join('\n')).toContain('Timed: 10 ms with one block and 20 ms with two, at width 768')
  })

  it('leaves out the time with --counts, and is one event with --json', async () => {
    const { events, stdout } = await testCli().lab([...asked, '--counts', '--json'])
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({ event: 'plan', time: null, fits: true, parameters: { transformer: 113_246_208 }, sentence: expect.stringMatching(/50,000 steps: 5 GiB on this machine$/) as string })
    expect(stdout).not.toContain('Timed')
  })

  it('refuses a config as training does', async () => {
    expect(await testCli().lab(['plan', '--set', 'patch.codec=unett'])).toMatchObject({ code: 2, stderr: 'patch.codec is "unett"; did you mean "unet"? It can be linear, unet.\n' })
    expect(await testCli().lab(['plan', '--set', 'patch.codec=unet', '--set', 'patch.size=5'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^patch\.size 5 does not divide image\.size 32; choose one of/) as string })
    expect(await testCli().lab(['plan', '--set', 'patch.unetChannels=2'])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^patch\.unetChannels is 2; .* take at least 4/) as string })
  })
})

it.each([[900, '900 milliseconds'], [5_000, '5 seconds'], [8 * 60_000, '8 minutes'], [9 * 86_400_000, '9 days'], [3.2e11, '10 years'], [3.2e15, '100,000 years']])('%f ms are %s', (milliseconds, text) => {
  expect(longTime(milliseconds)).toBe(text)
})

it.each([[512, '512 B'], [11 * 2 ** 30, '11 GiB'], [3.5 * 2 ** 40, '3.5 TiB']])('%f bytes are %s', (value, text) => {
  expect(bytes(value)).toBe(text)
})

it('says whether a step fits with results computed again', () => {
  const config = parseConfig({ preset: 'nano' })
  const plan = (recomputed: number): Plan => ({
    parameters: { transformer: 1, text: 1, patches: 1 }, elements: 1, sixND: 1, flop: { blocks: 1, attention: 1, text: 1, patches: 1, optimizer: 0 },
    memory: { state: 2 ** 30, step: 8 * 2 ** 30, recomputed, machine: 6 * 2 ** 30 }, time: null, machine: 'a machine',
  })
  const [half, most] = [plan(4 * 2 ** 30), plan(7 * 2 ** 30)]
  expect([fits(half), fits(most)]).toEqual([true, false])
  expect(planSentence(half, config)).toMatch(/: 5 GiB on this machine, with results computed again in the backward pass$/)
  expect(planSentence(most, config)).toMatch(/: 8 GiB on this machine, which has 6 GiB: it does not fit$/)
  expect(planText(half, config)).toMatch(/one step +8 GiB\nwith results computed again \(engine\.recompute\) +4 GiB/)
})
