import { beforeAll, describe, expect, test } from 'vitest'
import { parseConfig, type RunConfig } from '../../protocol/config/index.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { tinyAutoencoder } from './testAutoencoder.ts'
import { trainForTest as train } from './testRun.ts'

/** A run on what the autoencoder of `tinyAutoencoder(kind)` makes. */
const onTop = (kind: 'vae' | 'vq', changes: Record<string, unknown>): RunConfig => parseConfig({
  'image.size': 16, 'data.maxObjects': 1, 'data.jitter': 0, 'data.sequenceLength': 64, 'patch.size': 2, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2,
  autoencoder: tinyAutoencoder(kind).autoencoder, 'train.steps': 3, 'train.batch': 2, 'train.evalBatches': 1, 'train.checkpointEvery': 2,
  'sample.steps': 2, 'sample.count': 2, 'sample.captionLength': 4, 'engine.threads': 1, ...changes,
})

const losses = (run: Awaited<ReturnType<typeof train>>) => run.of('step').map(({ step, metrics }) => [step, metrics['train.loss']])

describe('runs on an autoencoder', () => {
  let vae = '', vq = ''
  beforeAll(async () => {
    const brief = { 'train.steps': 1, 'train.sampleEvery': 0, 'train.evalEvery': 0 }
    vae = (await train(tinyAutoencoder('vae', brief))).last
    vq = (await train(tinyAutoencoder('vq', brief))).last
  })

  const cases: [string, () => string, RunConfig][] = [
    ['vae latents', () => vae, onTop('vae', { 'image.latents': 'vae' })],
    ['vae latents through the U-Net', () => vae, onTop('vae', { 'image.latents': 'vae', 'patch.codec': 'unet', 'patch.unetChannels': 4 })],
    ['vae latents, under a mask that reads noise', () => vae, onTop('vae', { 'image.latents': 'vae', mask: { name: 'clean', source: '(q, k) => k.index <= q.index || (k.noise < 0.5 && k.image === q.image)' } })],
    ['vq latents', () => vq, onTop('vq', { 'image.latents': 'vq' })],
    ['chameleon', () => vq, onTop('vq', { baseline: 'chameleon', 'loss.zLoss': 1e-4 })],
  ]

  test.each(cases)('%s: trains, draws and captions, and resumes exactly from its own checkpoint alone', async (_, autoencoder, config) => {
    const whole = await train(config, { autoencoder: autoencoder() })
    expect(whole.drawn.map(({ key, pictures }) => [key, pictures.map(({ width }) => width)])).toEqual([['sample', [16, 16]], ['caption', [16, 16]]])
    const first = await train(config, { autoencoder: autoencoder(), stopAt: 2 })
    const second = await train(config, { resumeFrom: first.last })
    expect([...losses(first), ...losses(second)]).toEqual(losses(whole))
    expect(second.drawn[0]!.pictures[0]!.png).toEqual(whole.drawn[0]!.pictures[0]!.png)
  })

  test.each(cases)('%s: a fork has the autoencoder and the scale of its latents from its parent, and needs no other run', async (_, autoencoder, config) => {
    const parent = await train(config, { autoencoder: autoencoder(), stopAt: 2 })
    const fork = await train({ ...config, loss: { ...config.loss, lambda: 1 } }, { forkFrom: parent.last })
    expect(fork.of('step').map(({ step }) => step)).toEqual([3])
    const [before, after] = [(await loadCheckpoint(parent.last)).tensors, (await loadCheckpoint(fork.last)).tensors]
    const frozen = Object.keys(before).filter((name) => name.startsWith('autoencoder/'))
    expect(frozen.length).toBeGreaterThan(2)
    for (const name of frozen) expect(after[name], name).toEqual(before[name])
  })

  test('the latents that a run trains on have mean 0 and deviation 1 in each channel, by figures that its checkpoint keeps', async () => {
    const { last } = await train(onTop('vae', { 'image.latents': 'vae' }), { autoencoder: vae })
    const { tensors } = await loadCheckpoint(last)
    expect(tensors['autoencoder/latentMean']!.shape).toEqual([3])
    expect([...tensors['autoencoder/latentDeviation']!.data].every((value) => value > 0)).toBe(true)
  })

  test('chameleon tells the losses of text and image tokens apart, and its image tokens are measured on held-out documents', async () => {
    const { of } = await train(onTop('vq', { baseline: 'chameleon' }), { autoencoder: vq })
    // The zero head gives each of 260 + 8 tokens the same chance.
    expect(of('step')[0]!.metrics['train.text']).toBeCloseTo(Math.log(268), 4)
    expect(of('step')[0]!.metrics['train.image']).toBeCloseTo(Math.log(268), 4)
    expect(of('evaluation').at(-1)!.metrics['eval.imageTokens']).toBeGreaterThan(0)
    expect(of('evaluation').at(-1)!.metrics['eval.epsilonMse']).toBeUndefined()
    // Of captions alone: image tokens are none of it.
    expect(of('evaluation').at(-1)!.metrics['eval.captionLoss']).toBeGreaterThan(0)
  })

  test('an autoencoder that is missing, of another shape, or none at all, is refused in words', async () => {
    const config = onTop('vae', { 'image.latents': 'vae' })
    await expect(train(config)).rejects.toThrow(/image\.autoencoder is empty.*nanoVae/)
    await expect(train(onTop('vae', { 'image.latents': 'vae', 'autoencoder.latentChannels': 5 }), { autoencoder: vae })).rejects.toThrow(/trained with autoencoder\.latentChannels 3, and this config says 5; set/)
    await expect(train(config, { autoencoder: vq })).rejects.toThrow(/names a VQ-VAE, and this config takes a KL-VAE; train one with .lab train --preset nanoVae./)
    expect(() => onTop('vae', { 'image.latents': 'vae', 'patch.size': 3 })).toThrow(/patch\.size 3 does not divide the side of the latents, 16 \/ 4 = 4; choose one of 1, 2, 4/)
    expect(() => onTop('vq', { baseline: 'chameleon', mask: 'bidirectional' })).toThrow(/chameleon.*its mask is causal; leave mask out/)
    expect(() => onTop('vae', { baseline: 'chameleon' })).toThrow(/chameleon.*autoencoder\.kind to "vq"/)
  })

  test.each(['textOnly', 'imageOnly'] as const)('baseline %s trains to its end', async (baseline) => {
    const { of, drawn } = await train(onTop('vae', { baseline, 'patch.size': 4 }))
    const [first] = of('step')
    expect(first!.metrics[baseline === 'textOnly' ? 'train.text' : 'train.image']).toBeGreaterThan(0)
    expect(first!.metrics[baseline === 'textOnly' ? 'train.image' : 'train.text']).toBe(0)
    expect(drawn.map(({ key }) => key)).toEqual(baseline === 'textOnly' ? [] : ['sample'])
  })
})
