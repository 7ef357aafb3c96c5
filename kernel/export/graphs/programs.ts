import type { ModalityName, RunConfig } from '../../../protocol/config/index.ts'
import { rotaryAxes } from '../../data/rotaryPlaces.ts'
import type { Program, Specs, Tensors, TensorSpec } from '../../engine/engine.ts'
import * as tf from '../../engine/tfjs.ts'
import { decodeLinearly, linearCodec } from '../../model/linearCodec.ts'
import { modalitiesOf, type Modality } from '../../model/modalities.ts'
import { parameterSpecs } from '../../model/parameters.ts'
import { anglesAt, type Angles } from '../../model/rotaryAngles.ts'
import { transformer, type Observer } from '../../model/transformer.ts'
import { textHead, transfusion } from '../../model/transfusion.ts'
import { autoencoderPrograms } from './autoencoderPrograms.ts'
import { symbols } from './symbols.ts'

const { batch: B, length: T, past: C, total: S, texts: L } = symbols

const floats = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' })
const indices = (...shape: number[]): TensorSpec => ({ shape, dtype: 'int32' })

/** Positions that a graph has rotary angles for. */
export const mostPositions = ({ data }: RunConfig): number => Math.max(4096, data.sequenceLength)

/** Each graph of an export as a program, traced with `symbols` for the sizes that stay open. Its state are the parameters by name. */
export const exportedPrograms = (config: RunConfig): Program[] => {
  if (config.task === 'autoencoder') return autoencoderPrograms(config)
  const modalities = modalitiesOf(config)
  return [
    prefill(config), decode(config),
    ...(modalities.length > 0 ? [denoise(config)] : []),
    // The two halves of a U-Net share skip connections, so neither is a graph of its own.
    ...modalities.filter(({ codec }) => codec === linearCodec).flatMap((modality) => [patchEncode(config, modality), patchDecode(config, modality)]),
    ...autoencoderPrograms(config),
  ]
}

/** What each modality's graphs and outputs are called. */
const names: Record<ModalityName, { encode: string; decode: string; prediction: string }> = {
  image: { encode: 'patch_encode', decode: 'patch_decode', prediction: 'prediction' },
  wave: { encode: 'wave_encode', decode: 'wave_decode', prediction: 'wavePrediction' },
}

const parametersOf = (config: RunConfig): Specs => Object.fromEntries(parameterSpecs(config).map(({ name, shape }) => [name, floats(...shape)]))

/** Items I of a modality. */
const itemsOf = ({ name }: Modality): number => (name === 'image' ? symbols.images : symbols.waves)

const itemInputs = (config: RunConfig): Specs => Object.fromEntries(modalitiesOf(config).flatMap((modality) => {
  const { patches, vector, inputs } = modality
  const items = itemsOf(modality)
  return [[inputs.patches, floats(items, patches, vector)], [inputs.time, floats(items)], [inputs.at, indices(items * patches)]]
}))

/** `position` is [B, T], or [2, B, T] where patches have rows and columns. */
const sequenceInputs = (config: RunConfig): Specs => ({
  source: indices(B, T),
  position: rotaryAxes(config) === 1 ? indices(B, T) : indices(rotaryAxes(config), B, T),
})

const flat = (x: tf.Tensor): tf.Tensor => tf.reshape(x, [x.size])

const anglesOf = (x: Tensors, config: RunConfig): Angles => anglesAt(flat(x['position']!), mostPositions(config), config)

export const presentName = (layer: number, what: 'key' | 'value'): string => `present.${layer}.${what}`
export const pastName = (layer: number, what: 'key' | 'value'): string => `past.${layer}.${what}`

/** The whole model on whole sequences, text and clean or noisy images. */
const whole = (x: Tensors, p: Tensors, config: RunConfig, observe?: Observer) =>
  transfusion({ ...x, source: flat(x['source']!) }, p, config, { angles: anglesOf(x, config), ...(observe ? { observe } : {}) })

/** A sequence from its start: the next token's logits where they are asked for, and every layer's keys and values. */
const prefill = (config: RunConfig): Program => ({
  name: 'prefill',
  inputs: { ...sequenceInputs(config), bias: floats(B, 1, T, T), textAt: indices(L), ...itemInputs(config) },
  state: parametersOf(config),
  run(x, p) {
    const cache: Tensors = {}
    const { logits } = whole(x, p, config, (layer, _, k, v) => Object.assign(cache, { [presentName(layer, 'key')]: k, [presentName(layer, 'value')]: v }))
    return { outputs: { logits, ...cache } } // [L, V]; [B, H, T, K] each
  },
})

/** More tokens after what was computed: the logits after each, and the keys and values of all. */
const decode = (config: RunConfig): Program => {
  const { layers, heads, dim } = config.model
  const cached = floats(B, heads, C, dim / heads)
  const every = Array.from({ length: layers }, (_, layer) => layer)
  return {
    name: 'decode',
    inputs: { ...sequenceInputs(config), bias: floats(B, 1, T, S), ...Object.fromEntries(every.flatMap((layer) => [[pastName(layer, 'key'), cached], [pastName(layer, 'value'), cached]])) },
    state: parametersOf(config),
    run(x, p) {
      const past = every.map((layer) => ({ k: x[pastName(layer, 'key')]!, v: x[pastName(layer, 'value')]! }))
      const cache: Tensors = {}
      const observe: Observer = (layer, _, k, v) => {
        cache[presentName(layer, 'key')] = tf.concat([past[layer]!.k, k], 2) // [B, H, C + T, K]
        cache[presentName(layer, 'value')] = tf.concat([past[layer]!.v, v], 2)
      }
      const h = transformer(tf.gather(p['tokenEmbedding']!, flat(x['source']!)), x['bias']!, p, config, { past: { ...anglesOf(x, config), layers: past }, observe }) // [B·T, D]
      const logits = textHead(h, p, config) // [B·T, V]
      return { outputs: { logits: tf.reshape(logits, [B, T, logits.shape[1]!]), ...cache } }
    },
  }
}

/** What the model predicts of all patches: one denoising step. */
const denoise = (config: RunConfig): Program => ({
  name: 'denoise',
  inputs: { ...sequenceInputs(config), bias: floats(B, 1, T, T), textAt: indices(L), ...itemInputs(config) },
  state: parametersOf(config),
  run(x, p) {
    const { predictions } = whole(x, p, config)
    return { outputs: Object.fromEntries(Object.entries(predictions).map(([name, prediction]) => [names[name as ModalityName].prediction, prediction])) } // [I, n, P] each
  },
})

const patchEncode = (config: RunConfig, modality: Modality): Program => ({
  name: names[modality.name].encode,
  inputs: { patches: floats(itemsOf(modality), modality.patches, modality.vector), time: floats(itemsOf(modality)) },
  state: parametersOf(config),
  run: (x, p) => ({ outputs: { hidden: linearCodec.encode(x['patches']!, x['time']!, modality.parameters(p), config).rows } }), // [I·n, D]
})

const patchDecode = (config: RunConfig, modality: Modality): Program => ({
  name: names[modality.name].decode,
  inputs: { hidden: floats(itemsOf(modality) * modality.patches, config.model.dim) },
  state: parametersOf(config),
  run: (x, p) => ({ outputs: { patches: decodeLinearly(x['hidden']!, modality.parameters(p)) } }), // [I·n, P]
})
