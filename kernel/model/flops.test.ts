import { describe, expect, test } from 'vitest'
import { trainingShape } from '../data/trainingShape.ts'
import { productFlop } from '../engine/productFlop.ts'
import { traceProgram } from '../engine/trace/traceProgram.ts'
import { trainProgram } from '../training/trainProgram.ts'
import { sixND, stepFlop, totalFlop } from './flops.ts'
import { countParameters } from './parameters.ts'
import { tinyConfig } from './testModel.ts'

const unet = { 'patch.codec': 'unet', 'patch.unetChannels': 4 }

describe('the FLOP of a step are those of the products in its traced graph', () => {
  test.each([
    ['the paper\'s choices', {}],
    ['tied, with query and key norms, timestep after the linear layer', { 'model.tiedEmbeddings': true, 'model.qkNorm': true, 'diffusion.timeEmbedding': 'model', 'model.patchPositions': 'learned' }],
    ['Muon', { 'train.optimizer': 'muon', 'train.ema': 0.9 }],
    ['text alone', { 'data.name': 'text', 'data.path': 'none' }],
    ['U-Net, patches of 4', unet],
    ['U-Net, patches of 8, two blocks', { ...unet, 'image.size': 16, 'patch.size': 8, 'patch.unetBlocks': 2, 'model.patchPositions': 'learned' }],
    ['U-Net, patches of 1', { ...unet, 'patch.size': 1, 'data.sequenceLength': 96 }],
    ['VAE latents', { 'image.latents': 'vae', 'image.size': 16, 'patch.size': 2, 'autoencoder.downsample': 4 }],
    ['VAE latents through the U-Net', { ...unet, 'image.latents': 'vae', 'image.size': 16, 'patch.size': 2, 'autoencoder.downsample': 4 }],
    ['Chameleon', { baseline: 'chameleon', 'image.size': 8, 'autoencoder.kind': 'vq', 'autoencoder.downsample': 4, 'autoencoder.codebook': 8 }],
    ['waves', { 'data.name': 'waves', 'waves.samples': 256 }],
    ['images through the U-Net and waves', { ...unet, 'data.name': 'mix', 'data.parts': [{ name: 'shapes' }, { name: 'waves' }], 'waves.samples': 256, 'diffusion.timeEmbedding': 'model', 'model.patchPositions': 'learned' }],
    ['U-Net, patches of 6', { ...unet, 'image.size': 12, 'patch.size': 6 }],
  ])('%s', (_, changes) => {
    const config = tinyConfig({ 'train.batch': 3, ...changes })
    const shape = trainingShape(config)
    expect(totalFlop(stepFlop(config, shape))).toBe(productFlop(traceProgram(trainProgram(config, shape)).graph))
  })
})

test('6ND is six times parameters times elements', () => {
  const config = tinyConfig({ 'train.batch': 3 })
  expect(sixND(config, trainingShape(config))).toBe(6 * countParameters(config) * 3 * 24)
})
