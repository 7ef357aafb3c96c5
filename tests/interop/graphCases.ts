import { hasPatches, hasWaves, parseConfig, usesAutoencoder, type RunConfig } from '../../protocol/config/index.ts'
import { frozenName } from '../../kernel/autoencoder/frozen.ts'
import { autoencoderSpecs } from '../../kernel/autoencoder/parameters.ts'
import { layOut } from '../../kernel/data/layout.ts'
import { openDataset } from '../../kernel/data/open.ts'
import { rotaryAxes } from '../../kernel/data/rotaryPlaces.ts'
import { specials } from '../../kernel/data/tokenizer.ts'
import { elements, type HostTensor, type HostTensors, type Program } from '../../kernel/engine/engine.ts'
import { createOnnxEngine } from '../../kernel/engine/onnxEngine.ts'
import { InferenceModel } from '../../kernel/generation/inferenceModel.ts'
import { modelSpeaker } from '../../kernel/generation/speaker.ts'
import { decodeLinearly, linearCodec } from '../../kernel/model/linearCodec.ts'
import { modalitiesOf, type Modality } from '../../kernel/model/modalities.ts'
import { parameterSpecs } from '../../kernel/model/parameters.ts'
import { batchOf, document, outputProgram, randomParameters, traced } from '../../kernel/model/testModel.ts'
import { Random } from '../../kernel/random/stream.ts'
import { stateName } from '../../kernel/training/stateNames.ts'
import { interopCases } from './cases.ts'

const latents = { 'image.size': 16, 'autoencoder.downsample': 4, 'autoencoder.width': 4, 'autoencoder.latentChannels': 3, 'autoencoder.codebook': 8 }

const { x0, v, text } = interopCases as Record<'x0' | 'v' | 'text', RunConfig>

/** Models that graphs can express and that the plain PyTorch file cannot, beside some of those that it can. */
export const graphCases: Record<string, RunConfig> = {
  x0, v, text,
  ...Object.fromEntries(Object.entries({
    unet: { 'image.size': 8, 'patch.size': 4, 'patch.codec': 'unet', 'patch.unetChannels': 4, 'model.patchPositions': 'learned' },
    axial: { 'image.size': 8, 'patch.size': 4, 'model.rope': 'axial2d' },
    vae: { ...latents, 'patch.size': 2, 'image.latents': 'vae', 'autoencoder.kind': 'vae' },
    waves: { 'data.name': 'waves', 'waves.samples': 256, 'waves.patch': 64 },
    chameleon: { ...latents, baseline: 'chameleon', 'autoencoder.kind': 'vq' },
    autoencoder: { ...latents, task: 'autoencoder', 'autoencoder.kind': 'vq' },
  }).map(([name, changes]) => [name, parseConfig({
    'model.dim': 16, 'model.layers': 2, 'model.heads': 2, 'model.mlpHidden': 24, 'data.sequenceLength': 40, 'engine.threads': 1, ...changes,
  })])),
}

/** Parameters of a case by name, with those of its autoencoder, none of them zero. */
export const graphWeights = (config: RunConfig): HostTensors => {
  const own = randomParameters(config)
  if (!usesAutoencoder(config)) return own
  const random = new Random({ seed: 9, stream: 'init' })
  const tensor = (shape: readonly number[], scale = 0.3, shift = 0): HostTensor => ({ dtype: 'float32', shape, data: random.fillNormal(new Float32Array(elements(shape))).map((value) => Math.abs(value) * scale + shift) })
  const channels = [config.autoencoder.latentChannels]
  return {
    ...own, ...Object.fromEntries(autoencoderSpecs(config.autoencoder).map(({ name, shape }) => [frozenName(name), tensor(shape)])),
    [frozenName('latentMean')]: tensor(channels), [frozenName('latentDeviation')]: tensor(channels, 1, 0.5),
  }
}

const ints = (data: ArrayLike<number>, ...shape: number[]): HostTensor => ({ dtype: 'int32', shape, data: Int32Array.from(data) })
const floats = (data: Float32Array | Int32Array, ...shape: number[]): HostTensor => ({ dtype: 'float32', shape, data: data as Float32Array })

const places = (config: RunConfig, batch: number, length: number, first = 0): HostTensor => {
  const axes = rotaryAxes(config)
  const data = Array.from({ length: axes * batch * length }, (_, i) => first + (i % length))
  return axes === 1 ? ints(data, batch, length) : ints(data, axes, batch, length)
}

/** Two sequences, with an image each where the model has patches: what the graphs are fed, and what the running engine says. */
export const wholeSequences = async (config: RunConfig, length: number): Promise<{ feeds: HostTensors; expected: HostTensors }> => {
  const images = hasPatches(config) ? 2 : 0, waves = hasWaves(config) ? 2 : 0
  const shape = { batch: 2, length, images, waves, texts: 2 * length }
  const dataset = waves > 0 ? await openDataset(config) : null
  const rows = [0, 1].map((index) => [dataset
    ? layOut(dataset.document('train', index), index, config, length)
    : document(config, ['a red', 'one b'][index]!, images === 0 ? 'textAlone' : index === 0 ? 'captionFirst' : 'imageFirst', index)])
  const inputs = batchOf(config, shape, ...rows)
  const expected = await (await traced(outputProgram(config, shape), graphWeights(config)))(inputs)
  const items = Object.fromEntries(modalitiesOf(config).flatMap(({ patches, vector, inputs: names }) => [
    [names.patches, floats(inputs[names.patches]!, 2, patches, vector)], [names.time, floats(inputs[names.time]!, 2)], [names.at, ints(inputs[names.at]!, 2 * patches)],
  ]))
  return {
    expected,
    feeds: {
      source: ints(inputs['source']!, 2, length), bias: floats(inputs['bias']!, 2, 1, length, length), textAt: ints(inputs['textAt']!, 2 * length),
      position: inputs['position'] ? ints(inputs['position'], ...places(config, 2, length).shape) : places(config, 2, length), ...items,
    },
  }
}

/** What the running engine makes of patches before the transformer, and of the same rows after it. */
export const codecAlone = async (config: RunConfig, modality: Modality, patches: HostTensor, time: HostTensor): Promise<HostTensors> => {
  const program: Program = {
    name: 'codec', inputs: { patches: { shape: patches.shape, dtype: 'float32' }, time: { shape: time.shape, dtype: 'float32' } },
    state: Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, { shape, dtype: 'float32' }])),
    run({ patches, time }, p) {
      const parameters = modality.parameters(p)
      const hidden = linearCodec.encode(patches!, time!, parameters, config).rows
      return { outputs: { hidden, decoded: decodeLinearly(hidden, parameters) } }
    },
  }
  return (await traced(program, graphWeights(config)))({ patches: patches.data, time: time.data })
}

/** −1e9 where a query, from `from` on, would see a key after it: [rows, 1, to − from, to]. */
const causal = (rows: number, from: number, to: number): Float32Array =>
  Float32Array.from({ length: rows * (to - from) * to }, (_, i) => (i % to <= from + (Math.floor(i / to) % (to - from)) ? 0 : -1e9))

/** What `decode` is fed with tokens of some rows, after as many before. */
export const textFeeds = (config: RunConfig, tokens: readonly (readonly number[])[], past: number): HostTensors => {
  const rows = tokens.length, length = tokens[0]!.length
  return { source: ints(tokens.flat(), rows, length), position: places(config, rows, length, past), bias: floats(causal(rows, past, past + length), rows, 1, length, past + length) }
}

/** Two texts of eight tokens under a causal mask: the feeds of `decode` for some of them after those before, and the logits of all. */
export const texts = async (config: RunConfig) => {
  const length = 8
  const tokens = [[specials.endOfText, ...Buffer.from('a big rg')], [specials.endOfText, ...Buffer.from('two bluu')]].map((row) => row.slice(0, length))
  const shape = { batch: 2, length, images: hasPatches(config) ? 1 : 0, waves: hasWaves(config) ? 1 : 0, texts: 2 * length }
  const inputs = {
    ...batchOf(config, shape, [], []), source: Int32Array.from(tokens.flat()), bias: causal(2, 0, length), textAt: Int32Array.from({ length: 2 * length }, (_, i) => i),
    ...(config.model.rope === 'sequence' ? {} : { position: Int32Array.from(places(config, 2, length).data) }),
  }
  const { logits } = await (await traced(outputProgram(config, shape), graphWeights(config)))(inputs)
  return { length, logits: logits!, feeds: (from: number, to: number): HostTensors => textFeeds(config, tokens.map((row) => row.slice(from, to)), from) }
}

/** The place of the largest. */
export const likeliest = (logits: Float32Array): number => logits.reduce((best, value, i) => (value > logits[best]! ? i : best), 0)

/** A start, and the tokens that the app writes after it when it takes the likeliest each time. */
export const greedyText = async (config: RunConfig, count: number): Promise<{ start: number[]; written: number[] }> => {
  const start = [specials.endOfText, ...Buffer.from('a ')]
  const engine = createOnnxEngine({ threads: 1 })
  const weights = Object.entries(graphWeights(config)).map(([name, tensor]) => [name.startsWith(frozenName('')) ? name : stateName('param', name), tensor] as const)
  const model = new InferenceModel(config, engine, engine.createState(Object.fromEntries(weights)), 'param')
  const passage = { tokens: [...start], items: [] }
  const speaker = modelSpeaker(model, [passage], { seed: 0, temperature: 0, guidance: 1, steps: 1, sampler: 'ddim', room: start.length + count })
  for (let i = 0; i < count; i++) passage.tokens.push(...(await speaker.nextTokens([0], () => [])))
  await model.dispose()
  return { start, written: passage.tokens.slice(start.length) }
}
