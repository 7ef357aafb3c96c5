import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { parseConfig } from '../../protocol/config/index.ts'
import { frozenName } from '../autoencoder/frozen.ts'
import { autoencoderSpecs } from '../autoencoder/parameters.ts'
import { elements, type HostTensors } from '../engine/engine.ts'
import { exportCheckpoint } from '../export/exportCheckpoint.ts'
import { toFloat16 } from '../export/halfPrecision.ts'
import { randomParameters, sameBits, tinyConfig } from '../model/testModel.ts'
import { loadCheckpoint } from '../training/checkpoint.ts'
import { saveCheckpoint } from '../training/saveCheckpoint.ts'
import { encodeSafetensors } from '../training/safetensors.ts'
import { initialOf } from '../training/programOf.ts'
import { initialState } from '../training/trainProgram.ts'
import { importWeights } from './importWeights.ts'
import { foreignSizes, lucidrainsWeights, randomWeights, vachanvyWeights } from './testWeights.ts'

const { D, H, F } = foreignSizes

const temporaryFolder = (): string => mkdtempSync(path.join(os.tmpdir(), 'import-'))
const config = tinyConfig({ 'train.ema': 0.9, 'model.qkNorm': true })
const about = { run: 'r', name: 'r', created: 0, appVersion: '0', git: null, userKeys: [], datasetHash: null, metrics: [], pictures: [] }

const write = (name: string, tensors: HostTensors): string => {
  const file = path.join(temporaryFolder(), name)
  writeFileSync(file, encodeSafetensors(tensors))
  return file
}

const save = () => saveCheckpoint(temporaryFolder(), {
  config, step: 3, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd',
  tensors: { ...initialState(config), ...Object.fromEntries(Object.entries(randomParameters(config)).flatMap(([name, tensor]) => [[`param/${name}`, tensor], [`ema/${name}`, tensor]])) },
})

test.each(['nanoUnet', 'nanoVae', 'nanoLatents', 'nanoWaves'] as const)('%s comes back too, with the autoencoder that it works on', async (preset) => {
  const other = parseConfig({ preset, 'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'model.mlpHidden': 16, 'patch.unetChannels': 4, 'autoencoder.width': 4 })
  const given = preset === 'nanoLatents' ? Object.fromEntries(autoencoderSpecs(other.autoencoder).map(({ name, shape }) => [frozenName(name), { dtype: 'float32' as const, shape, data: new Float32Array(elements(shape)).fill(0.5) }])) : {}
  const { directory } = await saveCheckpoint(temporaryFolder(), { config: other, step: 3, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd', tensors: { ...initialOf(other), ...given } })
  const before = (await loadCheckpoint(directory)).tensors
  const out = path.join(temporaryFolder(), 'exported')
  await exportCheckpoint(directory, { format: 'safetensors', dtype: 'fp32', weights: 'raw', out, about })
  const imported = await importWeights(out, {}, temporaryFolder())
  expect([imported.report.left, imported.report.fresh]).toEqual([[], []])
  const { tensors } = await loadCheckpoint(imported.directory)
  expect(Object.keys(tensors).sort()).toEqual(Object.keys(before).sort())
  for (const [name, { data }] of Object.entries(before)) if (/^(param|autoencoder)\//.test(name)) expect(sameBits(tensors[name]!.data, data), name).toBe(true)
})

test('how far it is goes up to a hundred, reading first, then writing', async () => {
  const { directory } = await save()
  const out = path.join(temporaryFolder(), 'exported')
  await exportCheckpoint(directory, { format: 'safetensors', dtype: 'fp32', out, about })
  const told: number[] = []
  await importWeights(out, {}, temporaryFolder(), (done, total) => {
    expect(total).toBe(100)
    told.push(done)
  })
  expect(told).toEqual(told.toSorted((a, b) => a - b))
  expect(told.filter((done) => done < 50).length).toBeGreaterThan(3)
  expect(told.filter((done) => done > 50).length).toBeGreaterThan(3)
  expect(told.at(-1)).toBe(100)
})

test('a model on latents without its autoencoder is refused', async () => {
  const other = parseConfig({ preset: 'nanoLatents', 'model.dim': 16, 'model.layers': 1, 'model.heads': 2, 'model.mlpHidden': 16 })
  const { directory } = await saveCheckpoint(temporaryFolder(), { config: other, step: 3, cursor: 0, elementsSeen: 0, imagesSeen: 0, datasetHash: 'd', tensors: initialOf(other) })
  const out = path.join(temporaryFolder(), 'exported')
  await exportCheckpoint(directory, { format: 'safetensors', dtype: 'fp32', weights: 'raw', out, about })
  await expect(importWeights(out, {}, temporaryFolder())).rejects.toThrow('lacks the autoencoder')
})

test('what was exported here comes back bit for bit, as a finished run with its config; fp16 within its rounding', async () => {
  const { directory } = await save()
  for (const dtype of ['fp32', 'fp16'] as const) {
    const out = path.join(temporaryFolder(), 'exported')
    await exportCheckpoint(directory, { format: 'safetensors', dtype, out, about })
    const imported = await importWeights(out, { 'train.steps': 9 }, temporaryFolder())
    expect([imported.step, imported.config.train.steps, imported.report.left, imported.report.fresh]).toEqual([9, 9, [], []])
    const { tensors } = await loadCheckpoint(imported.directory)
    for (const [name, { data }] of Object.entries(randomParameters(config))) {
      const wanted = dtype === 'fp32' ? data as Float32Array : new Float32Array(new Float16Array(toFloat16(data as Float32Array).buffer))
      for (const kind of ['param', 'ema']) expect(sameBits(tensors[`${kind}/${name}`]!.data, wanted), name).toBe(true)
    }
  }
})

test('a checkpoint\'s own folder comes back whole', async () => {
  const { directory } = await save()
  const { directory: imported, step } = await importWeights(directory, {}, temporaryFolder())
  expect(step).toBe(3)
  expect((await loadCheckpoint(imported)).tensors['m/norm']).toEqual((await loadCheckpoint(directory)).tensors['m/norm'])
})

test('VachanVY: the transformer and the patches map; queries and keys are turned from neighbouring pairs to halves', async () => {
  const tensors = vachanvyWeights()
  const file = write('vachanvy.safetensors', tensors)
  await expect(importWeights(file, {}, temporaryFolder())).rejects.toThrow('add --set model.heads=N')
  const { report, config: made, directory, step } = await importWeights(file, { 'model.heads': H, 'image.size': 16 }, temporaryFolder())
  expect([step, made.model.dim, made.model.layers, made.model.mlpHidden, made.patch.size]).toEqual([0, D, 2, F, 4])
  expect(report.left).toEqual([
    { name: 'embeddings.label_embed.weight', why: 'its shape [14, 12] is not that of this model' },
    ...['0.weight', '0.bias', '2.weight', '2.bias'].map((name) => ({ name: `patch_ops.time_emb.mlp.${name}`, why: 'its timestep embedding has other features, and SELU' })),
    { name: 'patch_ops.kernel', why: 'it only cuts patches' },
    { name: 'lm_emb_linear.weight', why: 'its shape [14, 12] is not that of this model' },
    { name: 'lm_emb_linear.bias', why: 'the output head has no bias here' },
  ])
  expect(report.fresh).toEqual(['model.embed_tokens.weight', 'lm_head.weight', 'time_embed.in_proj.weight', 'time_embed.in_proj.bias', 'time_embed.out_proj.weight', 'time_embed.out_proj.bias'])
  const { tensors: ours } = await loadCheckpoint(directory)
  const q = tensors['model.layers.1.attention.wq.weight']!.data, qkv = ours['param/layers.1.attention.qkv']!.data
  // Head 1, pair 2: neighbours 4 and 5 of a head of 6 are its entries 2 and 5.
  for (const [own, theirs] of [[6 + 2, 6 + 4], [6 + 5, 6 + 5]] as const) for (let i = 0; i < D; i++) expect(qkv[i * 3 * D + own]).toBe(q[theirs * D + i])
  expect(ours['param/patch.decodeBias']!.data).toEqual(tensors['img_patch_linear.bias']!.data)
})

test('lucidrains: what means the same is taken, with bytes and their specials; its blocks are left out, each with a reason', async () => {
  const tensors = lucidrainsWeights()
  const { report, config: made, directory } = await importWeights(write('lucid.safetensors', Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`module.${name}`, tensor]))), { 'image.size': 16 }, temporaryFolder())
  expect([made.model.heads, made.model.qkNorm, made.diffusion.prediction]).toEqual([H, true, 'flow'])
  expect(report.left.map(({ name, why }) => [name.replace('transformer.layers.0.', ''), why])).toEqual([
    ['1.fn.to_gates.0.weight', 'its heads are gated'],
    ['1.fn.to_learned_value_residual.0.weight', 'its values mix in those of the first layer'],
    ['1.layernorm_gamma', 'its blocks have adaptive layer norms, and these have RMSNorm'],
    ['2.fn.net.0.weight', 'its feed-forward is GEGLU with biases, and this is SwiGLU without'],
    ['3.pseudo_queries', 'its layers attend to those before them'],
    ['transformer.to_time_cond.1.weight', 'its timestep conditions every layer, and here it is added to patches'],
  ])
  const { tensors: ours } = await loadCheckpoint(directory)
  const embedding = ours['param/tokenEmbedding']!.data, theirs = tensors['text_embed.weight']!.data
  for (const [own, row] of [[97, 97], [256, 256], [257, 259], [258, 260]] as const) expect([...embedding.slice(own * D, (own + 1) * D)]).toEqual([...theirs.slice(row * D, (row + 1) * D)])
  const gamma = tensors['transformer.norm.gamma']!.data as Float32Array
  expect(ours['param/norm']!.data).toEqual(gamma.map((value) => value + 1))
})

test('lucidrains with channels first: the projections of patches stand a place further in', async () => {
  const names = { 'latent_to_model_projs.0.': 'latent_to_model_projs.0.1.', 'model_to_latent_projs.0.': 'model_to_latent_projs.0.0.' }
  const renamed = Object.fromEntries(Object.entries(lucidrainsWeights()).map(([name, tensor]) => [Object.entries(names).reduce((to, [from, by]) => to.replace(from, by), name), tensor]))
  const { report } = await importWeights(write('first.safetensors', renamed), { 'image.size': 16 }, temporaryFolder())
  expect(report.mapped.filter(({ to }) => to.startsWith('patch_')).map(({ to }) => to)).toEqual(['patch_encoder.weight', 'patch_encoder.bias', 'patch_decoder.weight', 'patch_decoder.bias'])
})

test.each([
  ['model.pt', Buffer.from('anything'), 'is a pickle, which can run code when it is opened, so it is not; convert it first: python3 -c'],
  ['renamed.safetensors', Buffer.from('PK\x03\x04 a zip of pickles'), 'is a pickle'],
  ['renamed.safetensors', Buffer.from([0x80, 2, 0x2e]), 'is a pickle'],
  ['nan.safetensors', encodeSafetensors({ w: { dtype: 'float32', shape: [2], data: Float32Array.of(1, NaN) } }), 'the tensor w has values that are not finite'],
  ['other.safetensors', encodeSafetensors(randomWeights({ w: [2] })), 'goes by no names that are known, and there is no config.json beside it'],
])('%s is refused in one sentence, and nothing is left', async (name, bytes, message) => {
  const file = path.join(temporaryFolder(), name), folder = temporaryFolder()
  writeFileSync(file, bytes)
  await expect(importWeights(file, {}, folder)).rejects.toThrow(message)
  expect(readdirSync(folder)).toEqual([])
})

test('a small file whose shapes or config ask for a huge model is refused before any memory is taken', async () => {
  const hollow = { ...vachanvyWeights(), ...randomWeights({ 'model.layers.0.attention.wq.weight': [1, 8192], 'model.layers.0.feed_forward.w1.weight': [8192, 1] }) }
  await expect(importWeights(write('hollow.safetensors', hollow), { 'model.heads': H, 'image.size': 16 }, temporaryFolder())).rejects.toThrow(/^The file holds \d+ values, and its shapes with --set make a model of \d{9,}; /)
  const { directory } = await save()
  const out = path.join(temporaryFolder(), 'exported')
  await exportCheckpoint(directory, { format: 'safetensors', dtype: 'fp32', out, about })
  await expect(importWeights(out, { 'model.dim': 8192, 'model.layers': 128, 'model.mlpHidden': 32768 }, temporaryFolder())).rejects.toThrow('has the shape [260, 16], and this config needs [260, 8192]')
})
