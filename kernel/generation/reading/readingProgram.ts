import type { RunConfig } from '../../../protocol/config/index.ts'
import type { Program, Specs, Tensors, TensorSpec } from '../../engine/engine.ts'
import * as tf from '../../engine/tfjs.ts'
import { ropeAngles } from '../../model/ops/rope.ts'
import type { Past } from '../../model/transformer.ts'
import { modelInputs, transfusion, type BatchShape } from '../../model/transfusion.ts'
import { keyNames } from './keysValues.ts'

/** The sizes of a pass over elements that follow others. */
export interface ReadingShape extends BatchShape {
  /** Slots C of earlier elements; 0 where there are none. */
  cached: number
}

/** What a pass gives: keys and values of its elements, these and the logits of its text places, or the prediction of its patches alone. */
export type Asked = 'keys' | 'logits' | 'prediction'

/**
 * What the model is fed of elements that follow others: as `modelInputs`, but `bias` is [B, 1, T, C + T], `position` [B·T] says
 * where in its sequence each element stands, and `past.k.0`, `past.v.0` … [B, H, C, K] are the keys and values of those before.
 */
export const readingInputs = (config: RunConfig, shape: ReadingShape): Specs => {
  const { batch, length, cached } = shape
  const { dim, heads, layers } = config.model
  const bias: TensorSpec = { shape: [batch, 1, length, cached + length], dtype: 'float32' }
  if (cached === 0) return { ...modelInputs(config, shape), bias }
  const slots: TensorSpec = { shape: [batch, heads, cached, dim / heads], dtype: 'float32' }
  return {
    ...modelInputs(config, shape), bias,
    position: { shape: [batch * length], dtype: 'int32' },
    ...Object.fromEntries(keyNames(layers).map((name) => [pastName(name), slots])),
  }
}

export const pastName = (name: string): string => `past.${name}`

/** The model's own forward pass, begun after a past. @param parameters how the model's parameters are called in the state */
export const readingProgram = (config: RunConfig, shape: ReadingShape, asked: Asked, state: Specs, parameters: (state: Tensors) => Tensors): Program => ({
  name: `read-${asked}`,
  inputs: readingInputs(config, shape),
  state,
  run(x, state) {
    const keys: Tensors = {}
    const output = transfusion(x, parameters(state), config, {
      observe: (layer, _, k, v) => Object.assign(keys, { [`k.${layer}`]: k, [`v.${layer}`]: v }),
      ...(shape.cached > 0 ? { past: pastOf(x, config) } : {}),
    })
    if (asked === 'prediction') return { outputs: { prediction: output.prediction! } }
    return { outputs: asked === 'logits' ? { logits: output.logits, ...keys } : keys }
  },
})

const pastOf = (x: Tensors, { model: { dim, heads, layers, ropeBase }, data: { sequenceLength } }: RunConfig): Past => {
  const half = dim / heads / 2
  const { cos, sin } = ropeAngles(Array.from({ length: sequenceLength }, (_, index) => index), dim / heads, ropeBase)
  const at = (table: Float32Array): tf.Tensor => tf.gather(tf.tensor(table, [sequenceLength, half]), x['position']!) // [B·T, K/2]
  const layer = (index: number) => ({ k: x[pastName(`k.${index}`)]!, v: x[pastName(`v.${index}`)]! })
  return { cos: at(cos), sin: at(sin), layers: Array.from({ length: layers }, (_, index) => layer(index)) }
}
