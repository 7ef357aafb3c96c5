import { expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../protocol/config/index.ts'
import { answerInspection } from './inspectionAnswers.ts'
import { planRun } from './planning/plan.ts'

const latents = parseConfig({ preset: 'nanoLatents' })
const inspect = (config: RunConfig) => answerInspection({ type: 'inspectMasks', id: 1, of: { config }, masks: [], sequence: 0, noise: 0.5 }, () => {})

test('the mask of a config on latents is laid out over their patches, before any autoencoder is there', async () => {
  const answer = await inspect(latents)
  // 24 pixels are 6 latents, each a patch of its own.
  expect(answer).toMatchObject({ type: 'inspected', inspection: { sequence: { images: expect.arrayContaining([expect.objectContaining({ rows: 6, cols: 6 })]) } } })
})

test('a model on latents that is not trained, Chameleon and an autoencoder are refused in words', async () => {
  await expect(answerInspection({ type: 'inspectPerturbation', id: 1, of: { config: latents }, mask: null, sequence: 0, noise: 0.5 }, () => {})).rejects.toThrow(/no autoencoder to make them before it is trained; inspect a checkpoint/)
  await expect(inspect(parseConfig({ preset: 'nanoChameleon' }))).rejects.toThrow(/Chameleon's mask is causal throughout/)
  await expect(inspect(parseConfig({ preset: 'nanoVae' }))).rejects.toThrow(/autoencoder has no attention mask to inspect/)
  await expect(planRun(parseConfig({ preset: 'nanoVq' }), { time: false })).rejects.toThrow(/plan the run that takes its latents or tokens instead/)
})
