import { describe, expect, it } from 'vitest'
import { lockHolder } from '../../main/host/hostLock.ts'
import { temporaryFolder } from '../../main/store/testStore.ts'
import { inspect, runHost } from './killedHost.ts'

const moments = (count: number, most: number): number[] => Array.from({ length: count }, () => 1 + Math.floor(Math.random() * most))

describe('a host that is killed at random moments', () => {
  const steps = 60
  const config = { 'train.steps': steps, 'train.checkpointEvery': 7 }

  it('loses no run, and resumes to the numbers of a run that was never killed', async () => {
    const home = temporaryFolder()
    for (const dieAtMessage of moments(6, 30)) {
      const { killed, stderr } = await runHost({ home, kernel: 'test', config, dieAtMessage })
      const { check, runs } = inspect(home)
      expect({ dieAtMessage, stderr, check, runs: runs.length }).toEqual({ dieAtMessage, stderr: '', check: 'ok', runs: 1 })
      if (runs[0]!.status === 'finished') break
      expect(killed).toBe(true)
      expect(['queued', 'preparing', 'running']).toContain(runs[0]!.status)
      expect(lockHolder(home)).toBeNull()
    }
    if (inspect(home).runs[0]!.status !== 'finished') await runHost({ home, kernel: 'test', config, dieAtMessage: null })
    const { check, runs, losses } = inspect(home)
    expect(check).toBe('ok')
    expect(runs).toMatchObject([{ status: 'finished', step: steps }])
    expect(losses.map(({ step, value }) => [step, value])).toEqual(Array.from({ length: steps }, (_, i) => [i + 1, 1 / (i + 1)]))
  })
})
