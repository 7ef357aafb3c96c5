import { expect, it } from 'vitest'
import { betterAmong } from './direction.ts'
import { pairedDifference } from './paired.ts'
import { studyOf } from './study.ts'
import { comparedRun } from './testRuns.ts'

const study = (key: string, change: Record<string, unknown>) =>
  studyOf([0, 1].flatMap((seed) => [comparedRun({ 'train.seed': seed }, { [key]: 3 + seed / 10 }), comparedRun({ 'train.seed': seed, ...change }, { [key]: 1 + seed / 10 })]))

it('crowns nobody by a total loss that λ is part of, nor by a training loss of another prediction', () => {
  expect(study('train.loss', { 'loss.lambda': 1 }).metrics[0]).toMatchObject({ better: 'neither', best: [] })
  expect(study('train.image', { 'diffusion.prediction': 'v' }).metrics[0]).toMatchObject({ better: 'neither', best: [] })
  const { variants } = study('train.loss', { 'loss.lambda': 1 })
  expect(pairedDifference(variants[0]!, variants[1]!, 'train.loss')!.verdict).toBe('lower')
})

it('compares them where they are made of the same, and what is held out always', () => {
  expect(study('train.loss', { 'patch.size': 8 }).metrics[0]).toMatchObject({ better: 'lower', best: [expect.any(Number)] })
  expect(study('train.image', { 'loss.lambda': 1 }).metrics[0]!.better).toBe('lower')
  expect(study('eval.epsilonMse', { 'loss.lambda': 1, 'diffusion.prediction': 'v' }).metrics[0]!.better).toBe('lower')
  expect(betterAmong('nothing.known', [])).toBe('neither')
})
