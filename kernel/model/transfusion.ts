import * as tf from '../engine/tfjs.ts'
import type { ModalityName, RunConfig } from '../../protocol/config/index.ts'
import type { Specs, Tensors } from '../engine/engine.ts'
import { rotaryAxes } from '../data/rotaryPlaces.ts'
import { modalitiesOf } from './modalities.ts'
import { anglesAt } from './rotaryAngles.ts'
import { transformer, type TransformerOptions } from './transformer.ts'

/** The fixed sizes of a batch: what a graph is compiled for. */
export interface BatchShape {
  /** Sequences B. */
  batch: number
  /** Positions T of each. */
  length: number
  /** Image places I in the whole batch; those not used weigh nothing. */
  images: number
  /** Wave places likewise; left out: none. */
  waves?: number
  /** Text places L in the whole batch whose next token is predicted; those not used weigh nothing. */
  texts: number
}

/** Places of a modality in a batch. */
export const placesOf = ({ images, waves = 0 }: BatchShape, modality: ModalityName): number => (modality === 'image' ? images : waves)

/**
 * What the model is fed.
 * - `source` [B·T]: the row of (token embeddings, then patch vectors) at each position: a token id, or V + patch place
 * - `bias` [B, 1, T, T]: the attention mask
 * - `patches` [I, n, P]: noisy; `time` [I]: t / T
 * - `imageAt` [I·n]: position b·T + i of each patch; `textAt` [L]: position of each predicting token
 * - of waves, where the batch has places for them: `wavePatches`, `waveTime`, `waveAt` in the same forms; their rows come last
 * - `position` [axes · B·T]: rotary places, where these are not the index (`model.rope`)
 */
export const modelInputs = (config: RunConfig, shape: BatchShape): Specs => {
  const { batch, length, texts } = shape
  return {
    source: { shape: [batch * length], dtype: 'int32' },
    bias: { shape: [batch, 1, length, length], dtype: 'float32' },
    textAt: { shape: [texts], dtype: 'int32' },
    ...(config.model.rope === 'sequence' ? {} : { position: { shape: [rotaryAxes(config) * batch * length], dtype: 'int32' } as const }),
    ...Object.assign({}, ...modalitiesOf(config).map(({ name, patches, vector, inputs }): Specs => {
      const places = placesOf(shape, name)
      return places === 0 ? {} : {
        [inputs.patches]: { shape: [places, patches, vector], dtype: 'float32' },
        [inputs.time]: { shape: [places], dtype: 'float32' },
        [inputs.at]: { shape: [places * patches], dtype: 'int32' },
      }
    })),
  }
}

export interface SequenceOptions extends TransformerOptions {
  /** The sequences are the patches of one modality and nothing else, in their order: what `source` and `at` say is not looked at. */
  patchesAlone?: boolean
}

export interface ModelOutput {
  /** What the heads read: [B·T, D]. */
  hidden: tf.Tensor
  /** [L, V] */
  logits: tf.Tensor
  /** [I, n, P] of each modality that the batch has places for. */
  predictions: Partial<Record<ModalityName, tf.Tensor>>
}

/**
 * The model: one sequence of text tokens and patches, one transformer, a head for text and one for each continuous modality (§3, Figure 3).
 * @param p parameters by name
 * @param observe told of each layer's queries, keys and values
 * @param past what came before, where `x` is not the whole sequence; its bias is then [B, 1, T, C + T]
 * @param angles rotary angles; left out, those of `position`
 * @param patchesAlone see `SequenceOptions`
 */
export const transfusion = (x: Tensors, p: Tensors, config: RunConfig, { patchesAlone = false, ...options }: SequenceOptions = {}): ModelOutput => {
  const tokens = p['tokenEmbedding']! // [V, D]
  const shown = modalitiesOf(config).filter(({ inputs }) => x[inputs.patches] !== undefined)
  const encoded = shown.map(({ codec, inputs, parameters }) => codec.encode(x[inputs.patches]!, x[inputs.time]!, parameters(p), config))
  const rows = encoded.length > 0 ? tf.concat([tokens, ...encoded.map(({ rows }) => rows)]) : tokens // [V + Σ I·n, D]
  // Where shapes are rounded up, padding stands beyond the longest sequence.
  const places = Math.max(config.data.sequenceLength, x['bias']!.shape[3]!)
  const angles = options.angles || config.model.rope === 'sequence' ? {} : { angles: anglesAt(x['position']!, places, config) }
  const sequence = patchesAlone ? encoded[0]!.rows : tf.gather(rows, x['source']!) // [B·T, D]
  const h = transformer(sequence, x['bias']!, p, config, { ...options, ...angles }) // [B·T, D]
  const logits = textHead(tf.gather(h, x['textAt']!), p, config) // [L, V]
  const predictions = Object.fromEntries(shown.map(({ name, codec, inputs, parameters }, i) => {
    const own = patchesAlone ? h : tf.gather(h, x[inputs.at]!) // [I·n, D]
    const patches = codec.decode(own, encoded[i]!, parameters(p), config) // [I·n, P]
    return [name, tf.reshape(patches, x[inputs.patches]!.shape)] // [I, n, P]
  }))
  return { hidden: h, logits, predictions }
}

/** The next token's logits: [L, D] → [L, V]. */
export const textHead = (h: tf.Tensor, p: Tensors, { model }: RunConfig): tf.Tensor =>
  model.tiedEmbeddings
    ? tf.matMul(h as tf.Tensor2D, p['tokenEmbedding'] as tf.Tensor2D, false, true)
    : tf.matMul(h as tf.Tensor2D, p['head'] as tf.Tensor2D)
