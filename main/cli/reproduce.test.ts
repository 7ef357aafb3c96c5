import { expect, it } from 'vitest'
import { databasePath } from '../host/home.ts'
import { openStore } from '../store/store.ts'
import { testCli } from './testCli.ts'

const trained = async () => {
  const cli = testCli()
  const { events } = await cli.lab(['train', '--json', '--set', 'train.steps=20', '--set', 'train.checkpointEvery=5'])
  return { ...cli, run: String(events[0]!['run']) }
}

it('says that a replay is bit for bit the same, and that it is one of its own', async () => {
  const { lab, run } = await trained()
  const { code, events, stdout } = await lab(['reproduce', run, '--json'])
  expect(code).toBe(0)
  expect(events.at(-1)).toEqual({ event: 'reproduced', run, replay: events[0]!['run'], steps: 20, first: null, conditions: [] })
  expect(events[0]!['run']).not.toBe(run)
  expect(stdout).not.toMatch(/differ/)
  expect((await lab(['reproduce', run])).stdout).toBe('All 20 steps are bit for bit the same.\n')
})

it('names the first step whose number is another one', async () => {
  const { lab, run, home } = await trained()
  const { store } = openStore(databasePath(home))
  store.metrics.add(run, [{ step: 7, key: 'train.loss', value: 0.25 }])
  store.close()
  const { code, stdout } = await lab(['reproduce', run])
  expect(code).toBe(1)
  expect(stdout).toBe(`They first differ at step 7, in train.loss: 0.25 and ${1 / 7}.\n`)
})

it('refuses a run that is not there', async () => {
  const { lab } = await trained()
  const { code, stderr } = await lab(['reproduce', 'nothing'])
  expect([code, stderr]).toEqual([2, expect.stringMatching(/There is no run "nothing"|no run/)])
})
