import type { RunConfig } from '../../../protocol/config/index.ts'
import type { Program, Specs, Tensors, TensorSpec } from '../../engine/engine.ts'
import { rotaryAxes } from '../../data/rotaryPlaces.ts'
import { anglesAt } from '../../model/rotaryAngles.ts'
import type { Past } from '../../model/transformer.ts'
import { modelInputs, transfusion, type BatchShape } from '../../model/transfusion.ts'
import { keyNames } from './keysValues.ts'

/** The sizes of a pass over elements that follow others. */
export interface ReadingShape extends BatchShape {
  /** Slots C of earlier elements; 0 where there are none. */
  cached: number
}

/** What a pass gives: keys and values of its elements, these and the logits of its text places, or the predictions of its patches by modality. */
export type Asked = 'keys' | 'logits' | 'prediction'

/**
 * What the model is fed of elements that follow others: as `modelInputs`, but `bias` is [B, 1, T, C + T], `position` [axes · B·T] says
 * where in its sequence each element stands (see `rotaryPositions`), and `past.k.0`, `past.v.0` … [B, H, C, K] are the keys and values of those before.
 */
export const readingInputs = (config: RunConfig, shape: ReadingShape): Specs => {
  const { batch, length, cached } = shape
  const { dim, heads, layers } = config.model
  const bias: TensorSpec = { shape: [batch, 1, length, cached + length], dtype: 'float32' }
  if (cached === 0) return { ...modelInputs(config, shape), bias }
  const slots: TensorSpec = { shape: [batch, heads, cached, dim / heads], dtype: 'float32' }
  return {
    ...modelInputs(config, shape), bias,
    position: { shape: [rotaryAxes(config) * batch * length], dtype: 'int32' },
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
    if (asked === 'prediction') return { outputs: { ...output.predictions } }
    return { outputs: asked === 'logits' ? { logits: output.logits, ...keys } : keys }
  },
})

/** What came before, from the inputs that are named so. */
export const pastOf = (x: Tensors, config: RunConfig): Past => ({
  ...anglesAt(x['position']!, config.data.sequenceLength, config),
  layers: Array.from({ length: config.model.layers }, (_, layer) => ({ k: x[pastName(`k.${layer}`)]!, v: x[pastName(`v.${layer}`)]! })),
})
